namespace Ael.Engine.Storage;

/// <summary>Puts what was recorded of an execution's steps in its place among all of them.</summary>
internal static class StepOrder
{
    /// <summary>
    /// <paramref name="all"/> in its order, each step as recorded where it was; recorded ones that are not in
    /// <paramref name="all"/> follow.
    /// </summary>
    public static IReadOnlyList<StepResult> Merge(IReadOnlyList<StepResult> all, IReadOnlyList<StepResult> recorded)
    {
        if (recorded.Count == 0)
        {
            return all;
        }

        if (AreSame(all, recorded))
        {
            return recorded;
        }

        var left = new OrderedDictionary<string, StepResult>(recorded.Count, StringComparer.Ordinal);
        foreach (var step in recorded)
        {
            left[step.Id] = step;
        }

        var merged = new List<StepResult>(Math.Max(all.Count, recorded.Count));
        foreach (var step in all)
        {
            merged.Add(left.Remove(step.Id, out var ended) ? ended : step);
        }

        merged.AddRange(left.Values);
        return merged;
    }

    // Steps that all ended, each once and in the order of the file: the usual case.
    private static bool AreSame(IReadOnlyList<StepResult> all, IReadOnlyList<StepResult> recorded)
    {
        if (all.Count != recorded.Count)
        {
            return false;
        }

        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Id != recorded[i].Id)
            {
                return false;
            }
        }

        return true;
    }
}
