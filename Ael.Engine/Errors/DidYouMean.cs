namespace Ael.Engine.Errors;

/// <summary>Finds the known names nearest to one that was mistyped.</summary>
internal static class DidYouMean
{
    /// <summary>Up to three of <paramref name="known"/>, nearest first, within a third of the word's length (at least 2 edits).</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxLength)
        {
            return [];
        }

        var reach = Math.Max(2, word.Length / 3);
        return [.. known
            .Where(k => k.Length <= MaxLength)
            .Select(k => (Name: k, Distance: Distance(word, k)))
            .Where(p => p.Distance <= reach)
            .OrderBy(p => p.Distance).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(p => p.Name)];
    }

    /// <summary>"did you mean 'x'?", or what is allowed when nothing is near and the list is short, or null.</summary>
    public static string? Suggest(string word, IEnumerable<string> known)
    {
        var all = known as IReadOnlyCollection<string> ?? [.. known];
        var near = Near(word, all);
        if (near.Count > 0)
        {
            return $"did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?";
        }

        return all.Count is > 0 and <= 20 ? $"use one of: {string.Join(", ", all)}" : null;
    }

    // Names here are short; a longer word is not a typing error, and the cost is quadratic.
    private const int MaxLength = 64;

    // Levenshtein's distance without regard to case, with a swap of neighbours counted once (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var previous2 = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], previous2[j - 2] + 1);
                }
            }

            (previous2, previous, current) = (previous, current, previous2);
        }

        return previous[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
