using System.Globalization;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>The <c>attribute</c> of a filter: a name, or a path like <c>author.name</c>, into every element. Without one the element itself.</summary>
internal readonly struct AttributePath
{
    private readonly Key[] _keys;

    private AttributePath(Key[] keys) => _keys = keys;

    public static AttributePath Of(FilterCall call, int parameter) =>
        call.OptionalText(parameter) is { } path ? new([.. path.Split('.').Select(ToKey)]) : new([]);

    /// <exception cref="EvaluationException">The element has no such attribute.</exception>
    public Value In(Value element)
    {
        var path = "the element";
        foreach (var key in _keys)
        {
            var next = key.In(element);
            if (next.IsAbsent)
            {
                throw AccessErrors.Missing(path, key, element);
            }

            path += key.ToString();
            element = next;
        }

        return element;
    }

    /// <summary>Absent where the element has no such attribute.</summary>
    public Value Find(Value element)
    {
        foreach (var key in _keys)
        {
            element = key.In(element);
        }

        return element;
    }

    private static Key ToKey(string name) =>
        new(name, long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : null);
}
