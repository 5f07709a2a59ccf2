namespace Ael.Engine.Api.Statistics;

/// <summary>Quantiles of durations by nearest rank: each is one that was measured.</summary>
internal static class Quantiles
{
    /// <param name="sorted">Ascending.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>Null where nothing was measured.</returns>
    public static double? At(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    public static List<double> Sorted(IEnumerable<double?> durations) => [.. durations.OfType<double>().Order()];
}
