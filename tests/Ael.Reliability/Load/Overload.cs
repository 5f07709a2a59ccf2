using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Ael.Reliability.Support;
using Ael.TestSupport;

namespace Ael.Reliability.Load;

/// <summary>
/// Ten times as many callers as there are places. Who is accepted finishes about as fast as before, who is not hears so at once, memory stays where
/// it is, and afterwards all is as it was.
/// </summary>
internal sealed class Overload(TimeSpan duration)
{
    private const int Places = 8;
    private const int Times = 10;
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<double> _accepted = [];
    private readonly ConcurrentQueue<double> _refused = [];
    private readonly ConcurrentQueue<string> _problems = [];

    public async Task<OverloadReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new ServedFolder($"execution: {{ max_concurrent: {Places}, max_queued: {Places} }}");
        folder.Add("pause", $$$"""
            name: pause
            version: "1.0"
            steps:
              - { id: wait, tool: pause, params: { ms: {{{(int)s_step.TotalMilliseconds}}} } }
            """);
        await using var engine = await folder.ServeAsync(cancellationToken);
        await CallAsync(engine, Places, TimeSpan.FromSeconds(Math.Min(2, duration.TotalSeconds)), cancellationToken);
        Take();
        await CallAsync(engine, Places, duration / 4, cancellationToken);
        var (before, _) = Take();

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var memory = Resident.WatchAsync(engine.Process.Id, watching.Token);
        await CallAsync(engine, Places * Times, duration, cancellationToken);
        await watching.CancelAsync();
        var resident = await memory;
        var (during, refused) = Take();

        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await engine.GetAsync("/api/v1/info", cancellationToken)).GetProperty("load").GetProperty("active").GetInt32() == 0, () => "the engine stays busy", cancellationToken);
        await OnceAsync(engine, cancellationToken);
        var recovery = clock.Elapsed;
        var after = Take().Accepted;
        return new OverloadReport(before, during, refused, Resident.Growth(resident), recovery, after.P99, [.. _problems.Distinct().Take(10)]);
    }

    private async Task CallAsync(ServingEngine engine, int callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (clock.Elapsed < duration)
            {
                if (!await OnceAsync(engine, cancellationToken))
                {
                    // A second, as Retry-After says, would leave too little pressure.
                    await Task.Delay(20, cancellationToken);
                }
            }
        }));
    }

    private async Task<bool> OnceAsync(ServingEngine engine, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var response = await engine.Http.PostAsJsonAsync("/api/v1/workflows/pause/execute", new { inputs = new { } }, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var took = clock.Elapsed.TotalMilliseconds;
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            _refused.Enqueue(took);
            if (response.Headers.RetryAfter is null)
            {
                _problems.Enqueue("a 503 without Retry-After");
            }

            return false;
        }

        _accepted.Enqueue(took);
        if (!text.Contains("\"completed\"", StringComparison.Ordinal))
        {
            _problems.Enqueue($"{(int)response.StatusCode}: {text}");
        }

        return true;
    }

    private (Latency Accepted, Latency Refused) Take()
    {
        var taken = (Latency.Of(_accepted), Latency.Of(_refused));
        _accepted.Clear();
        _refused.Clear();
        return taken;
    }
}
