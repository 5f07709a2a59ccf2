namespace Ael.Benchmarks.Measure;

/// <summary>Order statistics: on a machine that does other things too, means say more about those.</summary>
internal static class Sample
{
    public static double Median(IReadOnlyCollection<double> values) => Quantile([.. values.Order()], 0.5);

    /// <summary>
    /// Median with the bounds that hold the true one in 95 of 100 repetitions, whatever the distribution: the values at
    /// n/2 +- 0.98 sqrt(n) in order. All values, where there are fewer than six.
    /// </summary>
    public static Interval MedianInterval(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        var reach = 0.98 * Math.Sqrt(sorted.Length);
        var low = Math.Max(0, (int)Math.Floor((sorted.Length / 2.0) - reach) - 1);
        return new Interval(Quantile(sorted, 0.5), sorted[low], sorted[sorted.Length - 1 - low]);
    }

    private static double Quantile(double[] sorted, double at)
    {
        var place = at * (sorted.Length - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }
}

/// <summary>A median and between which values it lies with a probability of 95 percent.</summary>
internal sealed record Interval(double Median, double Low, double High)
{
    /// <summary>Without decimals.</summary>
    public string Whole => FormattableString.Invariant($"{Median:0} ({Low:0} to {High:0})");

    public override string ToString() => FormattableString.Invariant($"{Median:0.000} ({Low:0.000} to {High:0.000})");
}
