using System.Text.Json;
using System.Text.Json.Serialization;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Cluster;

/// <summary>
/// What one node asks another to start. It holds the inputs with their secrets, which are nowhere stored: it is sent, and kept only by the execution.
/// </summary>
/// <param name="Workflow">Name.</param>
/// <param name="Version">As the caller's node resolved it.</param>
/// <param name="Definition">The YAML: what a version was when it was started, it stays.</param>
/// <param name="Inputs">A JSON object.</param>
/// <param name="Source"><c>mcp</c>, <c>rest</c> or <c>cli</c>.</param>
/// <param name="TraceParent">The caller's trace context.</param>
/// <param name="RerunOf">For repeated executions: the first one.</param>
/// <param name="RerunTrace">For repeated executions: its span.</param>
/// <param name="Again">It was sent before, and nobody knows what came of it.</param>
internal sealed record StartMessage(
    string Workflow, string Version, string Definition, JsonElement Inputs, string Source, string? TraceParent, string? RerunOf, string? RerunTrace, bool Again);

/// <param name="Error">Why.</param>
/// <param name="RetryAfterMs">When to try again, where that is known.</param>
/// <param name="Node">Who refused.</param>
internal sealed record Refusal(AelError Error, double? RetryAfterMs, string Node);

/// <summary>JSON between nodes: executions as everywhere, and the messages of this folder.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(StartMessage))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(ExecutionEvent))]
internal sealed partial class ClusterJson : JsonSerializerContext;
