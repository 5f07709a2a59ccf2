using System.Collections;

namespace Ael.Engine.Workflows;

/// <summary>Which step waits for which, free of circles: an edge that would close one is not taken.</summary>
internal sealed class StepGraph(IReadOnlyList<string> ids)
{
    // The closure makes asking cheap; a file may name steps many thousand times.
    private readonly BitArray[] _direct = [.. ids.Select(_ => new BitArray(ids.Count))];
    private readonly List<int>?[] _waits = new List<int>?[ids.Count];
    private readonly BitArray[] _all = [.. ids.Select(_ => new BitArray(ids.Count))];

    /// <summary>Adds "<paramref name="step"/> waits for <paramref name="other"/>"; false when other waits for step already, or is it.</summary>
    public bool TryAdd(int step, int other)
    {
        if (step == other || _all[other][step])
        {
            return false;
        }

        if (!_direct[step][other])
        {
            _direct[step][other] = true;
            (_waits[step] ??= []).Add(other);
        }

        if (_all[step][other])
        {
            return true;
        }

        for (var i = 0; i < ids.Count; i++)
        {
            if (i == step || _all[i][step])
            {
                _all[i].Or(_all[other]);
                _all[i][other] = true;
            }
        }

        return true;
    }

    /// <summary>The steps it waits for directly, in file order.</summary>
    public IReadOnlyList<string> WaitsFor(int step) => [.. (_waits[step] ?? []).Order().Select(i => ids[i])];

    /// <summary>The circle that an edge which was refused would close: <c>a -> b -> a</c>.</summary>
    public string Circle(int step, int other)
    {
        // Breadth first from the other step back to this one: the shortest way is the one to read.
        var cameFrom = new int[ids.Count];
        Array.Fill(cameFrom, -1);
        var queue = new Queue<int>([other]);
        while (queue.TryDequeue(out var at) && at != step)
        {
            for (var next = 0; next < ids.Count; next++)
            {
                if (_direct[at][next] && cameFrom[next] < 0 && next != other)
                {
                    cameFrom[next] = at;
                    queue.Enqueue(next);
                }
            }
        }

        List<string> way = [ids[step]];
        for (var at = step; at != other; at = cameFrom[at])
        {
            way.Insert(1, ids[cameFrom[at]]);
        }

        // Built from the end: step, the way from other, step.
        List<string> circle = step == other ? [ids[step], ids[step]] : [.. way, ids[step]];
        return string.Join(" -> ", circle);
    }
}
