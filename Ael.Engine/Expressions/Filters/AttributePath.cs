using System.Globalization;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>The <c>attribute</c> of a filter: a name, or a path like <c>author.name</c>, into every element. Without one the element itself.</summary>
internal sealed class AttributePath
{
    private static readonly AttributePath s_itself = new([]);

    private readonly Key[] _keys;

    private AttributePath(Key[] keys) => _keys = keys;

    public static AttributePath Of(in FilterCall call, int parameter) =>
        call.Paths?[parameter] ?? (call.OptionalText(parameter) is { } path ? Parse(path) : s_itself);

    public static AttributePath Parse(string path) => new([.. path.Split('.').Select(ToKey)]);

    /// <exception cref="EvaluationException">The element has no such attribute.</exception>
    public Value In(Value element)
    {
        for (var i = Value.Descend(ref element, _keys); i < _keys.Length; i += 1 + Value.Descend(ref element, _keys.AsSpan(i + 1)))
        {
            var next = _keys[i].In(element);
            if (next.IsAbsent)
            {
                throw AccessErrors.Missing("the element" + string.Concat(_keys.Take(i)), _keys[i], element);
            }

            element = next;
        }

        return element;
    }

    /// <summary>Absent where the element has no such attribute.</summary>
    public Value Find(Value element)
    {
        for (var i = Value.Descend(ref element, _keys); i < _keys.Length; i++)
        {
            element = _keys[i].In(element);
        }

        return element;
    }

    private static Key ToKey(string name) =>
        Key.Constant(name, long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : null);
}
