using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <param name="Name">As written behind the bar.</param>
/// <param name="Parameters">Names, for <c>sort(reverse=true)</c>, in the order of positions.</param>
/// <param name="Required">How many of the parameters must be given.</param>
/// <param name="TakesNull">Whether null is something to work on; if not, <c>default(...)</c> behind the filter serves for it.</param>
/// <param name="Apply">The work. Absent as a result means that there is nothing to find.</param>
internal sealed record Filter(string Name, IReadOnlyList<string> Parameters, int Required, bool TakesNull, FilterWork Apply)
{
    /// <summary>As in <c>sort(reverse, attribute)</c>, for messages.</summary>
    public string Signature => Parameters.Count == 0
        ? Name
        : $"{Name}({string.Join(", ", Parameters.Select((p, i) => i < Required ? p : p + "?"))})";
}
