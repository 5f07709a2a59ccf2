using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>A path: something, then names and indexes into it.</summary>
internal sealed class AccessNode : Node
{
    private readonly Node _target;
    private readonly Segment[] _segments;
    private readonly Key[] _keys;

    private AccessNode(Node target, IReadOnlyList<Segment> segments)
        : base([target, .. segments.Select(s => s.Dynamic)])
    {
        _target = target;
        _segments = [.. segments];
        _keys = [.. segments.Select(s => s.Constant)];
    }

    /// <summary>One path, however it was put together.</summary>
    public static Node Of(Node target, IReadOnlyList<Segment> segments) => (target, segments.Count) switch
    {
        (_, 0) => target,
        (AccessNode path, _) => new AccessNode(path._target, [.. path._segments, .. segments]),
        _ => new AccessNode(target, segments),
    };

    public override Value Evaluate(Evaluation evaluation)
    {
        var value = _target.Evaluate(evaluation);
        for (var i = Value.Descend(ref value, _keys); i < _segments.Length; i += 1 + Value.Descend(ref value, _keys.AsSpan(i + 1)))
        {
            var next = _segments[i].In(value, evaluation);
            if (next.IsAbsent)
            {
                throw AccessErrors.Missing(PathTo(i, evaluation), _segments[i].Resolve(evaluation), value);
            }

            value = next;
        }

        return value;
    }

    public override Value EvaluateOptional(Evaluation evaluation)
    {
        var value = _target.EvaluateOptional(evaluation);
        for (var i = Value.Descend(ref value, _keys); i < _segments.Length && !value.IsAbsent; i += 1 + Value.Descend(ref value, _keys.AsSpan(i + 1)))
        {
            value = _segments[i].In(value, evaluation);
        }

        return value;
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        if (_target is RootNode root)
        {
            references.Add(new Reference(
                [root.Name, .. _segments.Select(s => s.StaticName).TakeWhile(n => n is not null)!], root.Offset, guarded));
        }
        else
        {
            _target.Collect(references, guarded);
        }

        foreach (var segment in _segments)
        {
            segment.Dynamic?.Collect(references, guarded: false);
        }
    }

    private string PathTo(int count, Evaluation evaluation)
    {
        var path = _target is RootNode root ? root.Name : "(...)";
        return _segments.Take(count).Aggregate(path, (p, s) => p + s.Resolve(evaluation).ToString());
    }
}
