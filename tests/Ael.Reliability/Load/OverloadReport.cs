using System.Globalization;

namespace Ael.Reliability.Load;

/// <param name="Before">Accepted calls with as many callers as places.</param>
/// <param name="During">Accepted calls with ten times as many.</param>
/// <param name="Refused">503s meanwhile.</param>
/// <param name="MemoryGrowth">Resident memory of the last quarter over that of the second one.</param>
/// <param name="Recovery">From the end of the load to a call that went as before.</param>
/// <param name="AfterMs">That call.</param>
/// <param name="Problems">What should not have been.</param>
internal sealed record OverloadReport(
    Latency Before, Latency During, Latency Refused, double MemoryGrowth, TimeSpan Recovery, double AfterMs, IReadOnlyList<string> Problems)
{
    /// <summary>What does not hold of what a minute of overload has to show. Not for short runs or busy machines.</summary>
    public IEnumerable<string> Failures()
    {
        (bool Holds, string Otherwise)[] all =
        [
            (During.P99 <= 10 * Before.P99, "those accepted took an order of magnitude longer"),
            (Refused.P50 <= During.P50 / 2 && Refused.P99 <= During.P99, "refusals are not at once"),
            // As for the soak. What was promoted and is dead waits for a full collection, which a minute of such load may not bring.
            (MemoryGrowth <= 1.10, "memory grew"),
            (Recovery <= TimeSpan.FromSeconds(5), "it did not come back within 5 s"),
        ];
        return Problems.Concat(all.Where(c => !c.Holds).Select(c => c.Otherwise));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        before:   {Before}
        overload: {During}
        refused:  {Refused}
        memory, last quarter to second quarter: {MemoryGrowth:0.000}
        back to normal after {Recovery.TotalMilliseconds:0} ms, with a call of {AfterMs:0} ms
        problems: {Failures().Count()}{string.Concat(Failures().Select(p => $"\n  {p}"))}
        """);
}

/// <summary>Milliseconds.</summary>
internal sealed record Latency(int Count, double P50, double P99, double Most)
{
    public static Latency Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? new Latency(0, 0, 0, 0) : new Latency(sorted.Length, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted[^1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} calls, p50 {P50:0.0} ms, p99 {P99:0.0} ms, most {Most:0.0} ms");
}
