using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>Columns of any database to values and back.</summary>
internal static class StoredRows
{
    public static string Text(ExecutionStatus status) => Name(status, StorageJson.Readable.ExecutionStatus);

    public static string Text(StepStatus status) => Name(status, StorageJson.Readable.StepStatus);

    public static string? Text(AelError? error) =>
        error is null ? null : JsonSerializer.Serialize(error, StorageJson.Readable.AelError);

    public static string Text(IReadOnlyList<StepResult> steps) =>
        JsonSerializer.Serialize(steps, StorageJson.Readable.IReadOnlyListStepResult);

    public static string Text(StepResult step) => JsonSerializer.Serialize(step, StorageJson.Readable.StepResult);

    public static IReadOnlyList<StepResult> Steps(string text) =>
        JsonSerializer.Deserialize(text, StorageJson.Readable.IReadOnlyListStepResult) ?? [];

    public static ExecutionStatus ExecutionStatus(string text) => Value(text, StorageJson.Readable.ExecutionStatus);

    public static StepStatus StepStatus(string text) => Value(text, StorageJson.Readable.StepStatus);

    extension(DbDataReader row)
    {
        public string? TextAt(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public int? IntAt(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public double? DoubleAt(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        public JsonElement? JsonAt(int column) => row.IsDBNull(column) ? null : JsonElement.Parse(row.GetString(column));

        public AelError? ErrorAt(int column) =>
            row.IsDBNull(column) ? null : JsonSerializer.Deserialize(row.GetString(column), StorageJson.Readable.AelError);
    }

    // The spelling is declared on the enums' members; asking the serializer keeps it in one place.
    private static string Name<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type).Trim('"');

    private static T Value<T>(string text, JsonTypeInfo<T> type) => JsonSerializer.Deserialize($"\"{text}\"", type)!;
}
