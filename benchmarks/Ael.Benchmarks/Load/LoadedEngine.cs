using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Hosting;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Ael.ServiceDefaults.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.Benchmarks.Load;

/// <summary>The engine as it is composed, with its store in memory and one workflow: of three steps (tool, code, tool), or a chain of tools.</summary>
internal sealed class LoadedEngine : IWorkload
{
    private const string Workflow = """
        name: benchmark
        version: "1.0"
        steps:
          - id: read
            tool: work
          - id: shape
            code: return 1
          - id: write
            tool: work
            params: { text: "{{ steps.shape.output }}" }
        output: "{{ steps.write.output }}"
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("ael-benchmark-").FullName;
    private readonly IHost _host;
    private readonly EngineSetup _setup;
    private readonly string _workflow;
    private readonly int _steps;
    private StartRequest? _request;

    public LoadedEngine(EngineSetup setup)
    {
        _setup = setup;
        (_workflow, _steps) = setup.Chain is { } length ? (Chain(length), length) : (Workflow, 3);
        var options = new EngineOptions
        {
            Execution = new ExecutionOptions { MaxConcurrent = setup.AtOnce, MaxSteps = 1000 },
            Storage = new StorageOptions { Path = setup.Store ?? ":memory:", Synchronous = setup.Synchronous },
            Workflows = new WorkflowOptions { Directory = _directory, Watch = false },
            Telemetry = new TelemetryOptions
            {
                Enabled = setup.Telemetry,
                Metrics = new MetricsOptions { Enabled = setup.Metrics },
                Exporters = new ExporterOptions { Otlp = setup.Otlp },
            },
        };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "Ael.Engine" });
        builder.Services.AddSingleton(new LogDestination(() => Stream.Null));
        builder.AddEngine(options, LogTarget.StandardError);
        var work = new WorkingTools(setup.Work);
        builder.Services.AddSingleton<IToolClient>(work).AddSingleton<ICodeRunner>(work);
        _host = builder.Build();
        // The host is not started: its servers and workers have no part in this.
        _host.Services.GetService<TracerProvider>();
        _host.Services.GetService<MeterProvider>();
    }

    public long Dropped => _host.Services.GetService<ExportHealth>() is { } health ? health.Dropped(TelemetrySignal.Traces) + health.Dropped(TelemetrySignal.Logs) : 0;

    public async Task<double[]> RunAsync(int executions)
    {
        var once = await OnceAsync();
        var took = new double[executions];
        for (var i = 0; i < executions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await once(i);
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return took;
    }

    public async Task<double> RunTogetherAsync(int executions, int atOnce)
    {
        var once = await OnceAsync();
        var begun = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            // Each on a thread of its own: an execution that never waits would keep the others from beginning.
            await Task.Yield();
            while (Interlocked.Increment(ref begun) <= executions)
            {
                await once(begun);
            }
        }));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task<Func<int, Task>> OnceAsync()
    {
        var engine = _host.Services.GetRequiredService<IWorkflowEngine>();
        var request = _request ??= await RequestAsync();
        return _setup.Operation switch
        {
            Operation.List => _ => ListAsync(engine, new ExecutionQuery(), Math.Min(_setup.Stored, new ExecutionQuery().Limit)),
            Operation.ListFailed => _ => ListAsync(engine, new ExecutionQuery { Status = ExecutionStatus.Failed }, 1),
            Operation.Get => i => GetAsync(engine, Store.FilledStore.Id((i * 7919L) % _setup.Stored)),
            _ => _ => ExecuteAsync(engine, request),
        };
    }

    private async Task ExecuteAsync(IWorkflowEngine engine, StartRequest request)
    {
        var result = await (await engine.StartAsync(request, CancellationToken.None)).Completion;
        if (result.Status != ExecutionStatus.Completed || result.Output?.GetInt32() != 1 || result.Counts.Completed != _steps)
        {
            throw new InvalidOperationException($"an execution ended {result.Status} with {result.Output}: {result.Error}");
        }
    }

    private static async Task ListAsync(IWorkflowEngine engine, ExecutionQuery query, int least)
    {
        var page = await engine.ListAsync(query, CancellationToken.None);
        if (page.Items.Count < least)
        {
            throw new InvalidOperationException($"a page has {page.Items.Count} executions");
        }
    }

    private static async Task GetAsync(IWorkflowEngine engine, string id)
    {
        if (await engine.GetAsync(id, CancellationToken.None) is not { Result.Steps.Count: 1 })
        {
            throw new InvalidOperationException($"execution {id} is not what was stored");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var flush in _host.Services.GetServices<IHostedService>().OfType<TelemetryFlush>())
        {
            await flush.StopAsync(CancellationToken.None);
        }

        _host.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Chain(int length) => $$$"""
        name: chain
        version: "1.0"
        steps:
        {{{string.Concat(Enumerable.Range(1, length).Select(i => i == 1
            ? "- { id: s1, tool: work, params: { text: 1 } }\n"
            : $"- {{ id: s{i}, tool: work, params: {{ text: \"{{{{ steps.s{i - 1}.output }}}}\" }} }}\n"))}}}
        output: "{{ steps.s{{{length}}}.output }}"
        """;

    private async Task<StartRequest> RequestAsync()
    {
        var validated = await _host.Services.GetRequiredService<IWorkflowValidator>().ValidateAsync(_workflow, null, false, CancellationToken.None);
        return new StartRequest("", JsonElement.Parse("{}"), Sources.Cli) { Definition = validated.Definition, CallerWaits = true };
    }
}
