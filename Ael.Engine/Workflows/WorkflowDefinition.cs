using Ael.Engine.Expressions;

namespace Ael.Engine.Workflows;

/// <summary>A workflow that passed validation. Immutable; everything in it is parsed already.</summary>
internal sealed record WorkflowDefinition
{
    public required string Name { get; init; }

    /// <summary>As written in the file: <c>1.0</c> stays "1.0".</summary>
    public required string Version { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Bound on the whole execution; null: <c>execution.timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    /// <summary>In file order, the order of every result.</summary>
    public required IReadOnlyList<StepDefinition> Steps { get; init; }

    /// <summary>The value of <c>output:</c>; null when the file has <c>outputs:</c> or neither.</summary>
    public TemplateTree? Output { get; init; }

    /// <summary>The entries of <c>outputs:</c>, in file order.</summary>
    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>The YAML it was read from.</summary>
    public required string Source { get; init; }

    /// <summary>The file it was read from; null for text that came through the API.</summary>
    public string? File { get; init; }
}

/// <summary>One entry of <c>outputs:</c>.</summary>
internal sealed record OutputDefinition(string Name, TemplateTree Value, string? Description)
{
    /// <summary>Where its value stands in the file.</summary>
    public string Path { get; init; } = "outputs";
}
