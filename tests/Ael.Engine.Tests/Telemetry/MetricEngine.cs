using System.Globalization;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Hosting;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The whole engine as it is shipped, on free ports, with tools that the test controls and its metrics on <c>/metrics</c>.</summary>
internal sealed class MetricEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private MetricEngine(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IWorkflowEngine Engine => Service<IWorkflowEngine>();

    public IExecutionStore Store => Service<IExecutionStore>();

    public Uri Metrics => Service<MetricsServer>().Address!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="workflows">YAML texts.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="source">An MCP server; the default has the tools of <see cref="MetricTools"/>.</param>
    /// <param name="services">Adds services.</param>
    public static async Task<MetricEngine> StartAsync(
        IEnumerable<string> workflows, Func<EngineOptions, EngineOptions>? configure = null, IToolSource? source = null, Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("ael-metrics-").FullName;
        foreach (var (yaml, number) in workflows.Select((w, i) => (w, i)))
        {
            File.WriteAllText(Path.Combine(folder, $"w{number.ToString(CultureInfo.InvariantCulture)}.yaml"), yaml);
        }

        var options = new EngineOptions
        {
            Server = new() { Port = 0 },
            Workflows = new() { Directory = folder, Watch = false },
            Storage = new() { Path = ":memory:" },
            Telemetry = new() { Metrics = new() { Port = 0 } },
            Logging = new() { Level = Microsoft.Extensions.Logging.LogLevel.Critical },
        };
        var app = EngineHosts.BuildServer(configure?.Invoke(options) ?? options, s =>
        {
            s.AddSingleton(source ?? MetricTools.Server());
            services?.Invoke(s);
        });
        await app.StartAsync(Token);
        await app.Services.GetRequiredService<IToolClient>().WaitForFirstConnectAsync(Token);
        return new MetricEngine(app, folder);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<ExecutionHandle> StartAsync(string workflow, object? inputs = null) =>
        Engine.StartAsync(new StartRequest(workflow, JsonSerializer.SerializeToElement(inputs ?? new { }), Sources.Rest), Token);

    public async Task<ExecutionResult> RunAsync(string workflow, object? inputs = null) => await (await StartAsync(workflow, inputs)).Completion.WaitAsync(Token);

    /// <summary>What <c>/metrics</c> answers.</summary>
    public async Task<HttpResponseMessage> ScrapeAsync(string accept = "text/plain; version=0.0.4")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Metrics);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await Client.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        return response;
    }

    public async Task<PrometheusText> MetricsAsync()
    {
        using var response = await ScrapeAsync();
        return new PrometheusText(await response.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
