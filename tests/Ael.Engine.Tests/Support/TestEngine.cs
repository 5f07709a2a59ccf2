using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Support;

/// <summary>The real engine, reader and store with tools and code that the test controls.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestEngine(EngineOptions? options = null, TimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        options ??= new EngineOptions();
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddConfiguration(options with { Storage = options.Storage with { Path = ":memory:" }, Workflows = options.Workflows with { Directory = Directory, Watch = false } });
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddStorage().AddWorkflows();
        services.AddSingleton<IToolClient>(s => new CountedToolClient(Tools, s.GetRequiredService<AelTelemetry>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICodeRunner>(Code);
        services.AddSingleton<IHostApplicationLifetime, NoLifetime>();
        services.AddExecution();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("ael-test-").FullName;

    public FakeTools Tools { get; } = new();

    public FakeCode Code { get; } = new();

    public IWorkflowEngine Engine => _services.GetRequiredService<IWorkflowEngine>();

    public WorkflowEngine Concrete => _services.GetRequiredService<WorkflowEngine>();

    public IExecutionStore Store => _services.GetRequiredService<IExecutionStore>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<WorkflowDefinition> ReadAsync(string yaml)
    {
        var result = await _services.GetRequiredService<IWorkflowValidator>().ValidateAsync(yaml, null, false, TestContext.Current.CancellationToken);
        Assert.True(result.Valid, string.Join('\n', result.Problems));
        return result.Definition!;
    }

    public async Task<ExecutionHandle> StartAsync(string yaml, string inputs = "{}") =>
        await Engine.StartAsync(new StartRequest("", JsonElement.Parse(inputs), Sources.Cli) { Definition = await ReadAsync(yaml) }, TestContext.Current.CancellationToken);

    public async Task<ExecutionResult> RunAsync(string yaml, string inputs = "{}") =>
        await (await StartAsync(yaml, inputs)).Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Puts a workflow where workflow steps find it.</summary>
    public Task PutAsync(string name, string yaml) =>
        _services.GetRequiredService<IWorkflowCatalogue>().PutAsync(name, yaml, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
