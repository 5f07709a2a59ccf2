using System.Globalization;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>One step of a path: <c>.name</c>, <c>["name"]</c>, <c>[0]</c>, <c>.0</c> (index or name, as the value has it) or <c>[expression]</c>.</summary>
internal sealed class Segment
{
    private readonly Key _constant;

    private Segment(Key constant, Node? dynamic)
    {
        _constant = constant;
        Dynamic = dynamic;
    }

    public Node? Dynamic { get; }

    /// <summary>What it selects, where that is the same in every evaluation; else a key without name and index.</summary>
    public Key Constant => _constant;

    /// <summary>A name that is the same in every evaluation, else null.</summary>
    public string? StaticName => _constant.Index is null ? _constant.Name : null;

    public static Segment Dotted(string name) =>
        new(Key.Constant(name, int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null), null);

    public static Segment Bracketed(Node key)
    {
        if (key is LiteralNode { Value: var value })
        {
            if (value.Kind == ValueKind.Text)
            {
                return new Segment(Key.Constant(value.ToText(), null), null);
            }

            if (value.Kind == ValueKind.Number
                && int.TryParse(value.NumberText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            {
                return new Segment(new Key(null, index), null);
            }
        }

        return new Segment(default, key);
    }

    public Key Resolve(Evaluation evaluation) => Dynamic is null ? _constant : Key.Of(Dynamic.Evaluate(evaluation));

    /// <summary>What it selects; absent when the value has no such element.</summary>
    public Value In(in Value value, Evaluation evaluation) => Dynamic is null ? _constant.In(value) : Resolve(evaluation).In(value);
}
