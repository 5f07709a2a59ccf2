using System.ComponentModel;
using System.Globalization;
using Ael.Engine.Storage;

namespace Ael.Engine.Api;

internal sealed record ExecutionDetailView(
    string ExecutionId,
    [property: Description("mcp, rest, cli or workflow.")] string Source,
    DateTimeOffset CreatedAt,
    [property: Description("For sub-workflows: the execution that started it.")] string? ParentExecutionId,
    [property: Description("For sub-workflows: the step that started it.")] string? ParentStepId,
    [property: Description("The YAML that ran.")] string Definition,
    IReadOnlyList<AttemptRecord> Attempts,
    IReadOnlyList<ToolCallRecord> ToolCalls);

internal sealed record LogLineView(
    DateTimeOffset At,
    [property: Description("DEBUG, INFO, WARNING or ERROR.")] string Level,
    string Component,
    string? StepId,
    string Message)
{
    public static LogLineView Of(LogLine line) => new(line.At, line.Level, line.Component, line.StepId, line.Message);

    public string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Level,-7} {Component}{(StepId is null ? "" : $" [{StepId}]")} {Message}");
}
