using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>[a, b]</c></summary>
internal sealed class ListNode(IReadOnlyList<Node> items) : Node([null, .. items])
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var values = new Value[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Evaluate(evaluation);
        }

        return evaluation.Charged(values);
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        foreach (var item in items)
        {
            item.Collect(references, guarded: false);
        }
    }
}
