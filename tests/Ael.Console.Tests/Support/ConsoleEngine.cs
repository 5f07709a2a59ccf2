using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Hosting;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Console.Tests.Support;

/// <summary>The whole engine with its console, in this process, on a free port, with workflows of its own and the tools of <see cref="TestTools"/>.</summary>
internal sealed class ConsoleEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private ConsoleEngine(WebApplication app, string folder, TestTools tools) => (_app, _folder, Tools) = (app, folder, tools);

    public Uri Address { get; private set; } = null!;

    public TestTools Tools { get; }

    public IExecutionStore Store => _app.Services.GetRequiredService<IExecutionStore>();

    private IWorkflowEngine Engine => _app.Services.GetRequiredService<IWorkflowEngine>();

    public static async Task<ConsoleEngine> StartAsync(Func<EngineOptions, EngineOptions>? configure = null, params (string Name, string Yaml)[] workflows)
    {
        var folder = Directory.CreateTempSubdirectory("ael-console-").FullName;
        var tools = new TestTools();
        var options = new EngineOptions
        {
            Server = new ServerOptions { Port = 0 },
            Workflows = new WorkflowOptions { Directory = Path.Combine(folder, "workflows") },
            Tools = new ToolOptions { ReconnectMaxDelay = TimeSpan.FromMilliseconds(200) },
            Storage = new StorageOptions { Path = Path.Combine(folder, "ael.db") },
            Telemetry = new TelemetryOptions { Metrics = new MetricsOptions { Port = 0 } },
            Console = new ConsoleOptions { TraceUrl = "http://127.0.0.1:3000/trace/{trace_id}" },
            // Executions keep their log all the same.
            Logging = new LoggingOptions { Level = LogLevel.None },
            // A test is a quick reader.
            Security = new SecurityOptions { RateLimit = 0 },
        };
        Directory.CreateDirectory(options.Workflows.Directory);
        foreach (var (name, yaml) in workflows)
        {
            await File.WriteAllTextAsync(Path.Combine(options.Workflows.Directory, name + ".yaml"), yaml, TestContext.Current.CancellationToken);
        }

        var app = EngineHosts.BuildServer(configure?.Invoke(options) ?? options, services => services.AddSingleton<IToolSource>(tools.Server));
        var engine = new ConsoleEngine(app, folder, tools);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.Services.GetRequiredService<IToolClient>().WaitForFirstConnectAsync(TestContext.Current.CancellationToken);
            engine.Address = new Uri(app.Urls.Single());
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public string WorkflowFile(string name) => Path.Combine(_folder, "workflows", name + ".yaml");

    public async Task<ExecutionHandle> StartAsync(string workflow, object? inputs = null) => await Engine.StartAsync(
        new StartRequest(workflow, JsonSerializer.SerializeToElement(inputs ?? new { }), "mcp"), TestContext.Current.CancellationToken);

    /// <summary>Runs it to its end.</summary>
    public async Task<ExecutionResult> RunAsync(string workflow, object? inputs = null) =>
        await (await StartAsync(workflow, inputs)).Completion.WaitAsync(EngineProcess.Patience, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Tools.Release();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
