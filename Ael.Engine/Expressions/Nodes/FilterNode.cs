using Ael.Engine.Expressions.Filters;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>x | name(arguments)</c></summary>
/// <param name="subject">What stands before the bar.</param>
/// <param name="filter">Which filter.</param>
/// <param name="arguments">One per parameter of the filter; null where none was given.</param>
internal sealed class FilterNode(Node subject, Filter filter, IReadOnlyList<Node?> arguments) : Node([subject, .. arguments])
{
    // Most filters are given the same in every evaluation.
    private readonly Value[]? _constants = arguments.All(a => a is null or LiteralNode) ? [.. arguments.Select(a => (a as LiteralNode)?.Value ?? Value.Absent)] : null;
    private readonly AttributePath?[] _paths = [.. arguments.Select((a, i) => filter.Parameters[i] == "attribute" && a is LiteralNode { Value: { Kind: ValueKind.Text } path } ? AttributePath.Parse(path.ToText()) : null)];

    public override Value Evaluate(Evaluation evaluation)
    {
        var result = Apply(subject.Evaluate(evaluation), evaluation);
        return result.IsAbsent
            ? throw new EvaluationException($"'{filter.Name}' finds nothing: the list is empty")
            : result;
    }

    public override Value EvaluateOptional(Evaluation evaluation)
    {
        var value = subject.EvaluateOptional(evaluation);
        return value.IsAbsent || (value.Kind == ValueKind.Null && !filter.TakesNull) ? Value.Absent : Apply(value, evaluation);
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        subject.Collect(references, guarded);
        foreach (var argument in arguments)
        {
            argument?.Collect(references, guarded: false);
        }
    }

    private Value Apply(in Value value, Evaluation evaluation) =>
        filter.Apply(new FilterCall(filter, value, _constants ?? Evaluated(evaluation), evaluation, _paths));

    private Value[] Evaluated(Evaluation evaluation)
    {
        var values = new Value[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i]?.Evaluate(evaluation) ?? Value.Absent;
        }

        return values;
    }
}
