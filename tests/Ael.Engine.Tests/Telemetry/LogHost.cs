using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Hosting;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The engine as it is composed, with tools and code of the test, and its log where the test can read it.</summary>
internal sealed class LogHost : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ael-log-").FullName;
    private readonly KeptStream _output = new();
    private readonly IHost _host;
    private bool _disposed;

    public LogHost(Func<EngineOptions, EngineOptions>? change = null, Action<IServiceCollection>? configure = null)
    {
        var options = new EngineOptions
        {
            Storage = new StorageOptions { Path = ":memory:" },
            Workflows = new WorkflowOptions { Directory = _directory, Watch = false },
            Logging = new LoggingOptions { Format = LogFormat.Json },
        };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "Ael.Engine" });
        builder.Services.AddSingleton(new LogDestination(() => _output));
        builder.AddEngine(change?.Invoke(options) ?? options, LogTarget.StandardOutput);
        builder.Services.AddSingleton<IToolClient>(Tools).AddSingleton<ICodeRunner>(Code);
        configure?.Invoke(builder.Services);
        _host = builder.Build();
        // The host is not started: nothing here needs its servers and workers.
        _host.Services.GetService<TracerProvider>();
    }

    public FakeTools Tools { get; } = new();

    public FakeCode Code { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IExecutionStore Store => Services.GetRequiredService<IExecutionStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ILogger Logger(string category) => Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    public async Task PutAsync(string name, string yaml) => await Services.GetRequiredService<IWorkflowCatalogue>().PutAsync(name, yaml, Token);

    public async Task<WorkflowDefinition> ReadAsync(string yaml)
    {
        var result = await Services.GetRequiredService<IWorkflowValidator>().ValidateAsync(yaml, null, false, Token);
        Assert.True(result.Valid, string.Join('\n', result.Problems));
        return result.Definition!;
    }

    public async Task<ExecutionResult> RunAsync(WorkflowDefinition definition, string inputs = "{}")
    {
        var request = new StartRequest("", JsonElement.Parse(inputs), Sources.Cli) { Definition = definition };
        var handle = await Services.GetRequiredService<IWorkflowEngine>().StartAsync(request, Token);
        return await handle.Completion.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    public async Task<ExecutionResult> RunAsync(string yaml, string inputs = "{}") => await RunAsync(await ReadAsync(yaml), inputs);

    /// <summary>Ends the host, which writes what still waits, and gives everything that was written.</summary>
    public string End()
    {
        Dispose();
        return _output.Text;
    }

    /// <summary>As <see cref="End"/>, each line read as JSON.</summary>
    public IReadOnlyList<JsonElement> EndWithLines() =>
        [.. End().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _host.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private sealed class KeptStream : MemoryStream
    {
        public string Text => System.Text.Encoding.UTF8.GetString(ToArray());
    }
}

internal static class LogLines
{
    public static string? Field(this JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
}
