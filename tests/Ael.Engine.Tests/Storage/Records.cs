using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Storage;

/// <summary>Executions and their parts, as short as a test wants them.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Start = new(2026, 1, 15, 10, 30, 0, 123, TimeSpan.Zero);

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static ExecutionRecord Execution(string id, string workflow = "notes", DateTimeOffset? at = null, string inputs = "{}", params string[] steps) => new()
    {
        Result = new ExecutionResult
        {
            ExecutionId = id,
            Workflow = workflow,
            Version = "1.0",
            Status = ExecutionStatus.Pending,
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            Inputs = Json(inputs),
            Steps = [.. steps.Select(Pending)],
        },
        Source = "rest",
        CreatedAt = at ?? Start,
        Definition = "name: notes",
        Owner = "engine-1",
    };

    public static StepResult Pending(string id) => new() { Id = id, Type = "code", Status = StepStatus.Pending };

    public static StepEnd Ended(string id, string? output = "1", StepStatus status = StepStatus.Completed, AelError? error = null) => new(
        new StepResult
        {
            Id = id,
            Type = "code",
            Status = status,
            Attempt = 2,
            MaxAttempts = 3,
            StartedAt = Start.AddSeconds(1),
            DurationMs = 12.5,
            Output = output is null ? null : Json(output),
            Error = error,
            Log = "hello\n",
        },
        [
            new AttemptRecord(id, null, 1, Start.AddSeconds(1), 5, new AelError(ErrorCode.CodeRuntime, "boom") { StepId = id }, null),
            new AttemptRecord(id, 3, 2, Start.AddSeconds(2), 6, null, "exec-0000000000ff"),
        ],
        [new ToolCallRecord(id, null, 1, "git_log", "local", Json("""{"path":"."}"""), Start.AddSeconds(1), 3.25, null)]);

    /// <summary>The execution's end, with its steps as the engine would list them.</summary>
    public static ExecutionResult End(this ExecutionRecord record, ExecutionStatus status = ExecutionStatus.Completed, string? output = "42",
        AelError? error = null, DateTimeOffset? at = null, params StepResult[] steps) => record.Result with
        {
            Status = status,
            StartedAt = record.CreatedAt,
            CompletedAt = at ?? record.CreatedAt.AddSeconds(5),
            DurationMs = 5000,
            Output = output is null ? null : Json(output),
            Error = error,
            Steps = steps.Length > 0 ? steps : record.Result.Steps,
        };

    public static string Text(this ExecutionRecord? record) => JsonSerializer.Serialize(record, StorageJson.Readable.ExecutionRecord!);

    public static string Text(this ExecutionResult result) => JsonSerializer.Serialize(result, StorageJson.Readable.ExecutionResult);
}
