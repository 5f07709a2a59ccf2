using Ael.Engine.Api.Requests;

namespace Ael.Engine.Api.Statistics;

/// <summary>A span of time up to now, in buckets that begin at whole multiples of their length.</summary>
internal sealed record TimeWindow(DateTimeOffset Since, DateTimeOffset Until, TimeSpan Bucket)
{
    private const string Default = "1h";

    private static readonly Dictionary<string, (TimeSpan Length, TimeSpan Bucket)> s_known = new()
    {
        ["15m"] = (TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(15)),
        ["1h"] = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        ["6h"] = (TimeSpan.FromHours(6), TimeSpan.FromMinutes(6)),
        ["24h"] = (TimeSpan.FromDays(1), TimeSpan.FromMinutes(20)),
        ["7d"] = (TimeSpan.FromDays(7), TimeSpan.FromHours(3)),
    };

    public static readonly QueryParameter Parameter = new("window", $"Up to now; {Default} if absent.") { Allowed = [.. s_known.Keys] };

    public static TimeWindow Read(IQueryCollection query, TimeProvider time)
    {
        var (length, bucket) = s_known[query.Text(Parameter.Name) ?? Default];
        var until = time.GetUtcNow();
        // The first bucket is whole as well.
        return new TimeWindow(new DateTimeOffset((until - length).UtcTicks / bucket.Ticks * bucket.Ticks, TimeSpan.Zero), until, bucket);
    }

    public int Count => (int)((Until - Since).Ticks / Bucket.Ticks) + 1;

    public int IndexOf(DateTimeOffset at) => Math.Clamp((int)((at - Since).Ticks / Bucket.Ticks), 0, Count - 1);
}
