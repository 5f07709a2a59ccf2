using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// JSON of what the store keeps: the one shape that CLI, REST and MCP show. Names are snake_case, every member is written,
/// null ones too.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ExecutionRecord))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(StepResult))]
[JsonSerializable(typeof(ExecutionSummary))]
[JsonSerializable(typeof(ExecutionPage))]
[JsonSerializable(typeof(ExecutionDetail))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(IReadOnlyList<LogLine>))]
[JsonSerializable(typeof(AelError))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>
    /// The context to write with: text is left readable, only what JSON itself demands is escaped. Nothing here ends up inside
    /// HTML without an encoder of its own.
    /// </summary>
    public static StorageJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>As <see cref="Readable"/>, over several lines.</summary>
    public static StorageJson Indented => field ??= new(new JsonSerializerOptions(Readable.Options) { WriteIndented = true });
}
