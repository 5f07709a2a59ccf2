using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Stack.Tests.Doctor;

/// <summary>Prometheus, Loki, Tempo and Grafana in one listener, as far as the doctor asks them. What each answers can be changed.</summary>
internal sealed partial class FakeServers : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServers(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Where a collector would be: anything that listens will do.</summary>
    public Uri Collector => Address;

    public bool Scraped { get; set; } = true;

    public bool Counted { get; set; } = true;

    public int Alertmanagers { get; set; } = 1;

    public bool Logged { get; set; } = true;

    public bool Traced { get; set; } = true;

    /// <summary>Queries that Prometheus and Loki were asked.</summary>
    public List<string> Asked { get; } = [];

    public static async Task<FakeServers> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var servers = new FakeServers(app);
        app.MapGet("/-/ready", () => "ready");
        app.MapGet("/ready", () => "ready");
        app.MapGet("/api/health", () => Json("""{"database":"ok"}"""));
        app.MapGet("/api/v1/alertmanagers", () => Json($$$"""{"data":{"activeAlertmanagers":[{{{string.Join(',', Enumerable.Repeat("{}", servers.Alertmanagers))}}}]}}"""));
        app.MapGet("/api/v1/query", (string query) => servers.Metric(query));
        app.MapGet("/loki/api/v1/query_range", (string query) => servers.Lines(query));
        app.MapGet("/api/v2/traces/{id}", (string id) => servers.Trace(id));
        await app.StartAsync(cancellationToken);
        return servers;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Metric(string query)
    {
        Hear(query);
        var value = query.StartsWith("sum(up", StringComparison.Ordinal) ? Scraped ? "1" : "0"
            : Counted && Instance().IsMatch(query) ? "1" : null;
        return Result(value is null ? "" : $$"""{"metric":{},"value":[1,"{{value}}"]}""");
    }

    private IResult Lines(string query)
    {
        Hear(query);
        return Result(Logged ? """{"stream":{},"values":[["1","a"],["2","b"]]}""" : "");
    }

    private IResult Trace(string id) => Traced && id.Length == 32
        ? Json("""{"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"workflow doctor-probe"},{"name":"step probe"}]}]}]}}""")
        : Results.NotFound();

    private void Hear(string query)
    {
        lock (Asked)
        {
            Asked.Add(query);
        }
    }

    private static IResult Result(string items) => Json($$$"""{"data":{"resultType":"vector","result":[{{{items}}}]}}""");

    private static IResult Json(string text) => Results.Text(text, "application/json");

    // That of the probe's own process, and no other run's.
    [GeneratedRegex("""instance="[0-9a-f-]{36}" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Instance();
}
