using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>A step as read, with the places of what it names. <see cref="Step"/> has no <c>WaitsFor</c> yet.</summary>
/// <param name="Step">The step; null when it lacks what makes it one.</param>
/// <param name="Id">Null when it has none that can be used.</param>
/// <param name="Node">The whole step.</param>
internal sealed record StepDraft(StepDefinition? Step, string? Id, YamlNode Node)
{
    /// <summary>The entries of <c>depends_on</c>; null where the key is absent.</summary>
    public IReadOnlyList<YamlScalar>? DependsOn { get; init; }

    /// <summary>What its templates name.</summary>
    public IReadOnlyList<PlacedReference> References { get; init; } = [];

    /// <summary>For code steps: the code.</summary>
    public YamlScalar? Code { get; init; }

    /// <summary>For workflow steps: where the name stands.</summary>
    public YamlNode? Workflow { get; init; }
}
