using Ael.Engine.Expressions;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>A path named in a template, and where.</summary>
internal sealed record PlacedReference(Reference Reference, YamlScalar At)
{
    /// <summary>The <c>foreach</c> variable that can be seen there.</summary>
    public string? Variable { get; init; }

    public (int Line, int Column) Place => ScalarPlace.Of(At, Reference.Offset);
}
