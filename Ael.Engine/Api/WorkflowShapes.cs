using System.ComponentModel;
using System.Text.Json;
using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Workflows;

namespace Ael.Engine.Api;

internal sealed record WorkflowSummary(
    string Name,
    [property: Description("The version that runs; null when none can.")] string? Version,
    string? Description,
    IReadOnlyList<string> Tags,
    [property: Description("The file as it is now is in use.")] bool Valid,
    [property: Description("Within workflows.directory.")] string File,
    [property: Description("Null when nothing was ever loaded.")] DateTimeOffset? LoadedAt,
    int StepCount,
    IReadOnlyList<ProblemView> Problems);

internal sealed record WorkflowDetail(
    string Name,
    [property: Description("The version that runs; null when none can.")] string? Version,
    string? Description,
    IReadOnlyList<string> Tags,
    [property: Description("The file as it is now is in use.")] bool Valid,
    [property: Description("Within workflows.directory.")] string File,
    [property: Description("Null when nothing was ever loaded.")] DateTimeOffset? LoadedAt,
    double TimeoutSeconds,
    IReadOnlyList<InputView> Inputs,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<OutputView> Outputs,
    [property: Description("JSON Schema of `inputs`; null when nothing can run.")] JsonElement? InputSchema,
    [property: Description("JSON Schema of the output; null when the file does not name outputs.")] JsonElement? OutputSchema,
    [property: Description("What runs; null when the file has never been valid.")] string? Yaml,
    [property: Description("The file as it is now, where that is not what runs: the problems' lines are its lines.")] string? FileYaml,
    IReadOnlyList<ProblemView> Problems);

internal sealed record OutputView(string Name, string? Description);

internal sealed record InputView(
    string Name, InputType Type, bool Required, JsonElement? Default, string? Description, IReadOnlyList<JsonElement> Enum, string? Pattern, double? Minimum, double? Maximum)
{
    public static InputView Of(InputDefinition i) =>
        new(i.Name, i.Type, i.Required, i.Default, i.Description, i.Enum, i.Pattern?.ToString(), i.Minimum, i.Maximum);
}

internal sealed record StepView(
    string Id,
    StepType Type,
    [property: Description("The tool, or the workflow as name or name@version; null for code.")] string? Target,
    [property: Description("The MCP server that a tool is pinned to.")] string? Server,
    int Line,
    [property: Description("Steps that end before this one starts.")] IReadOnlyList<string> WaitsFor,
    string? When,
    string? Foreach,
    double TimeoutSeconds,
    int MaxAttempts,
    OnError OnError)
{
    public static StepView Of(StepDefinition s, EngineOptions options) => new(
        s.Id,
        s.Type,
        s.Tool ?? (s.WorkflowVersion is null ? s.WorkflowName : $"{s.WorkflowName}@{s.WorkflowVersion}"),
        s.Server,
        s.Line,
        s.WaitsFor,
        s.When?.Text,
        s.ForEach?.Text,
        (s.Timeout ?? options.Execution.StepTimeout).TotalSeconds,
        s.Retry?.MaxAttempts ?? 1,
        s.OnError);
}
