using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Tests.Telemetry;

namespace Ael.Engine.Tests.Support;

/// <summary>A real Prometheus on loopback that scrapes one address every second; its data is gone with it.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _http = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];

    private PrometheusServer(string program, Uri target)
    {
        _folder = Directory.CreateTempSubdirectory("ael-prometheus-").FullName;
        File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), $"""
            global: {"{"} scrape_interval: 1s, scrape_timeout: 1s {"}"}
            scrape_configs:
              - job_name: ael
                metrics_path: {target.AbsolutePath}
                static_configs: [ {"{"} targets: [ "{target.Authority}" ] {"}"} ]
            """);
        string[] arguments =
        [
            "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0", "--enable-feature=exemplar-storage",
        ];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true },
        };
    }

    public static async Task<PrometheusServer> StartAsync(string program, Uri target, CancellationToken cancellationToken)
    {
        var server = new PrometheusServer(program, target);
        server._process.ErrorDataReceived += (_, line) => server.Logged(line.Data);
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        try
        {
            server._http.BaseAddress = await server._address.Task.WaitAsync(s_patience, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the end of a scrape that began after this moment.</summary>
    public async Task ScrapedAsync(CancellationToken cancellationToken)
    {
        var now = (double)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await often.WaitForNextTickAsync(patience.Token))
        {
            // Its samples have the time of its start, and are there all at once.
            if (await QueryAsync("timestamp(up{job=\"ael\"} == 1)", patience.Token) is [var up] && up.Value > now)
            {
                return;
            }
        }
    }

    /// <summary>An instant query; without the labels that Prometheus itself adds.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query, CancellationToken cancellationToken)
    {
        var data = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(query)}", cancellationToken);
        return [.. data.GetProperty("result").EnumerateArray().Select(Sample)];
    }

    /// <summary>Labels of the exemplars of the last minutes.</summary>
    public async Task<IReadOnlyList<JsonElement>> ExemplarsAsync(string query, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var data = await GetAsync($"api/v1/query_exemplars?query={Uri.EscapeDataString(query)}&start={now - 300}&end={now + 1}", cancellationToken);
        return [.. data.EnumerateArray().SelectMany(s => s.GetProperty("exemplars").EnumerateArray()).Select(e => e.GetProperty("labels"))];
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync(path, cancellationToken);
        return JsonElement.Parse(text).GetProperty("data");
    }

    private static PrometheusSample Sample(JsonElement series)
    {
        var labels = series.GetProperty("metric").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!);
        var name = labels.GetValueOrDefault("__name__", "");
        return new PrometheusSample(
            name, labels.Where(l => l.Key is not ("__name__" or "job" or "instance")).ToDictionary(),
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture));
    }

    private void Logged(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException("prometheus ended: " + string.Join('\n', _log)));
            return;
        }

        _log.Add(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri($"http://{match.Groups[1].Value}/"));
        }
    }

    [GeneratedRegex("""msg="Listening on" .*?address=(127\.0\.0\.1:[1-9]\d*)""")]
    private static partial Regex Listening();
}
