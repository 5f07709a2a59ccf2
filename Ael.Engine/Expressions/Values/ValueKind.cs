namespace Ael.Engine.Expressions.Values;

/// <summary>What a template's author would call a value.</summary>
internal enum ValueKind
{
    /// <summary>Nothing is there; only <c>default(...)</c> may see it.</summary>
    Absent,
    Null,
    Boolean,
    Number,
    Text,
    List,
    Map,
}
