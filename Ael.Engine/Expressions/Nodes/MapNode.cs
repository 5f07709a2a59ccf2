using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>{"a": 1}</c>; of equal keys the last one counts.</summary>
internal sealed class MapNode(IReadOnlyList<(Node Key, Node Value)> members)
    : Node([null, .. members.Select(m => m.Key), .. members.Select(m => m.Value)])
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var values = new OrderedDictionary<string, Value>(members.Count, StringComparer.Ordinal);
        foreach (var (keyNode, valueNode) in members)
        {
            var key = keyNode.Evaluate(evaluation);
            if (key.Kind != ValueKind.Text)
            {
                throw new EvaluationException($"a key must be a string, not {key.Describe()}", "Convert it with `| string`.");
            }

            values[key.ToText()] = valueNode.Evaluate(evaluation);
        }

        evaluation.Charge(values.Count);
        return Value.Of(new ValueMap([.. values]));
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        foreach (var (key, value) in members)
        {
            key.Collect(references, guarded: false);
            value.Collect(references, guarded: false);
        }
    }
}
