using Ael.Engine.Expressions;

namespace Ael.Engine.Workflows;

internal enum StepType
{
    ToolCall,
    Code,
    Workflow,
}

internal enum OnError
{
    Fail,
    Skip,
}

/// <summary>What a tool step does when no server offers its tool.</summary>
internal enum OnMissingTool
{
    Fail,
    Skip,
}

internal enum RunIf
{
    /// <summary>Skipped when a step in <c>depends_on</c> failed or was skipped.</summary>
    DependenciesSucceeded,
    Always,
}

/// <summary>One step with the workflow's <c>defaults</c> already applied.</summary>
internal sealed record StepDefinition
{
    public required string Id { get; init; }

    public required StepType Type { get; init; }

    /// <summary>Place in the file, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Line of the step in its file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>For tool steps: the tool, and the server it is pinned to.</summary>
    public string? Tool { get; init; }

    public string? Server { get; init; }

    /// <summary>For code steps: the Python, and the line in the file where its first line stands (from 1).</summary>
    public string? Code { get; init; }

    public int CodeLine { get; init; }

    /// <summary>For workflow steps: name, and the version where one is pinned.</summary>
    public string? WorkflowName { get; init; }

    public string? WorkflowVersion { get; init; }

    /// <summary>Parameters of a tool call or inputs of a sub-workflow.</summary>
    public TemplateTree? Params { get; init; }

    public Template? When { get; init; }

    public Template? ForEach { get; init; }

    /// <summary>Name of the <c>foreach</c> variable.</summary>
    public string As { get; init; } = "item";

    /// <summary>How many elements of a <c>foreach</c> run at once.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Bound on each attempt; null: <c>execution.step_timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    public OnError OnError { get; init; }

    /// <summary>Null: one attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    public OnMissingTool OnMissingTool { get; init; }

    public RunIf RunIf { get; init; }

    /// <summary>As written; null where the key is absent.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>
    /// Every step that must have ended before this one starts: <c>depends_on</c>, steps that its templates or code name, and,
    /// without <c>depends_on</c>, the previous step of that kind. In file order.
    /// </summary>
    public required IReadOnlyList<string> WaitsFor { get; init; }
}
