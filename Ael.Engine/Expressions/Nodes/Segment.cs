using System.Globalization;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>One step of a path: <c>.name</c>, <c>["name"]</c>, <c>[0]</c>, <c>.0</c> (index or name, as the value has it) or <c>[expression]</c>.</summary>
internal sealed class Segment
{
    private Segment(string? name, int? index, Node? dynamic)
    {
        Name = name;
        Index = index;
        Dynamic = dynamic;
    }

    private string? Name { get; }

    private int? Index { get; }

    public Node? Dynamic { get; }

    /// <summary>A name that is the same in every evaluation, else null.</summary>
    public string? StaticName => Index is null ? Name : null;

    public static Segment Dotted(string name) =>
        new(name, int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null, null);

    public static Segment Bracketed(Node key)
    {
        if (key is LiteralNode { Value: var value })
        {
            if (value.Kind == ValueKind.Text)
            {
                return new Segment(value.ToText(), null, null);
            }

            if (value.Kind == ValueKind.Number
                && int.TryParse(value.NumberText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            {
                return new Segment(null, index, null);
            }
        }

        return new Segment(null, null, key);
    }

    public Key Resolve(Evaluation evaluation) => Dynamic is null ? new Key(Name, Index) : Key.Of(Dynamic.Evaluate(evaluation));
}
