using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ael.Engine.Workflows;

internal enum InputType
{
    Any,
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

/// <summary>One declared input; all three spellings in YAML end here.</summary>
internal sealed record InputDefinition(string Name)
{
    public InputType Type { get; init; } = InputType.String;

    public bool Required { get; init; } = true;

    /// <summary>Of the declared type; null when there is none.</summary>
    public JsonElement? Default { get; init; }

    public string? Description { get; init; }

    /// <summary>Allowed values; empty: any.</summary>
    public IReadOnlyList<JsonElement> Enum { get; init; } = [];

    /// <summary>For strings. Built with a match timeout, since workflow authors write it.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>Inclusive bounds for numbers.</summary>
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }
}
