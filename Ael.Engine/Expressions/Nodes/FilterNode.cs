using Ael.Engine.Expressions.Filters;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>x | name(arguments)</c></summary>
/// <param name="subject">What stands before the bar.</param>
/// <param name="filter">Which filter.</param>
/// <param name="arguments">One per parameter of the filter; null where none was given.</param>
internal sealed class FilterNode(Node subject, Filter filter, IReadOnlyList<Node?> arguments) : Node([subject, .. arguments])
{
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

    private Value Apply(Value value, Evaluation evaluation)
    {
        var values = arguments.Count == 0 ? [] : new Value[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i]?.Evaluate(evaluation) ?? Value.Absent;
        }

        return filter.Apply(new FilterCall(filter, value, values, evaluation));
    }
}
