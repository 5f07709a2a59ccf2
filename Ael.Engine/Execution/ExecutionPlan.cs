using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>What the order of a workflow's steps comes down to: indexes instead of names, computed once per definition.</summary>
internal sealed class ExecutionPlan
{
    private readonly bool[][] _ancestors;
    private readonly int[] _counts;

    public ExecutionPlan(WorkflowDefinition definition)
    {
        Definition = definition;
        var index = definition.Steps.ToDictionary(s => s.Id, s => s.Index, StringComparer.Ordinal);
        Waits = [.. definition.Steps.Select(s => s.WaitsFor.Select(id => index[id]).ToArray())];
        _counts = [.. Waits.Select(w => w.Length)];
        Dependencies = [.. definition.Steps.Select(s => (s.DependsOn ?? []).Select(id => index[id]).ToArray())];
        Followers = [.. definition.Steps.Select(s => definition.Steps.Where(f => Waits[f.Index].Contains(s.Index)).Select(f => f.Index).ToArray())];
        _ancestors = new bool[definition.Steps.Count][];
        foreach (var step in definition.Steps)
        {
            MarkAncestors(step.Index);
        }

        StepIndex = index;
        Places = new WorkflowPlaces(definition.Source);
    }

    public WorkflowDefinition Definition { get; }

    public IReadOnlyDictionary<string, int> StepIndex { get; }

    public WorkflowPlaces Places { get; }

    /// <summary>For each step, those that must have ended before it.</summary>
    public IReadOnlyList<int[]> Waits { get; }

    /// <summary>For each step, how many it waits for; the caller's to count down.</summary>
    public int[] NewCounts() => (int[])_counts.Clone();

    /// <summary>For each step, those whose failure or skip skips it (<c>depends_on</c>).</summary>
    public IReadOnlyList<int[]> Dependencies { get; }

    /// <summary>For each step, those that wait for it.</summary>
    public IReadOnlyList<int[]> Followers { get; }

    /// <summary>
    /// Whether <paramref name="other"/> has surely ended when <paramref name="step"/> starts. A step sees only such steps:
    /// what it sees of any other would depend on timing.
    /// </summary>
    public bool Sees(int step, int other) => _ancestors[step][other];

    // The reader refuses cycles, so this ends.
    private bool[] MarkAncestors(int step)
    {
        if (_ancestors[step] is { } known)
        {
            return known;
        }

        var marks = new bool[Definition.Steps.Count];
        foreach (var wait in Waits[step])
        {
            marks[wait] = true;
            var above = MarkAncestors(wait);
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] |= above[i];
            }
        }

        return _ancestors[step] = marks;
    }
}
