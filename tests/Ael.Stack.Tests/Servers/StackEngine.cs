namespace Ael.Stack.Tests.Servers;

/// <summary>The built engine as a process with the load's workflows, in front of a stack. It can be stopped and started again with the same store.</summary>
internal sealed class StackEngine(StackServers servers, IReadOnlyDictionary<string, string> more) : IAsyncDisposable
{
    private readonly string _folder = servers.Folder("ael");
    private ServingEngine? _engine;

    public ServingEngine Now => _engine ?? throw new InvalidOperationException("the engine does not run");

    /// <summary>Telemetry to a collector, at test speed.</summary>
    public static Dictionary<string, string> ExportTo(Uri collector) => new()
    {
        ["AEL__TELEMETRY__EXPORTERS__OTLP__ENDPOINT"] = collector.AbsoluteUri,
        ["AEL__TELEMETRY__EXPORTERS__OTLP__METRICS_INTERVAL"] = "500ms",
        ["AEL__TELEMETRY__EXPORTERS__OTLP__BATCH_DELAY"] = "100ms",
    };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(_folder, "ael-config.yaml")))
        {
            Write();
        }

        _engine = await ServingEngine.StartAsync(["serve", "--config", Path.Combine(_folder, "ael-config.yaml")], Environment(), cancellationToken);
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Now.Process.Send(Signal.Terminate);
        await Now.Process.ExitAsync(EngineProcess.Patience, cancellationToken);
        await DisposeAsync();
    }

    /// <summary>Variables for this engine and for commands beside it.</summary>
    public Dictionary<string, string> Environment()
    {
        return new Dictionary<string, string>(more)
        {
            // An address of its own lets it keep its ports.
            ["AEL__SERVER__HOST"] = servers.Network.AddressOf("ael"),
            ["AEL__LOGGING__FORMAT"] = "text",
            ["AEL__STORAGE__PATH"] = Path.Combine(_folder, "ael.db"),
            ["AEL__SECURITY__RATE_LIMIT"] = "0",
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
            _engine = null;
        }
    }

    private void Write()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(_folder, "workflows")).FullName;
        foreach (var workflow in Load.Workflows)
        {
            File.WriteAllText(Path.Combine(workflows, workflow.Split('\n')[0]["name: ".Length..] + ".yaml"), workflow);
        }

        File.WriteAllText(Path.Combine(_folder, "note.txt"), "three short words");
        File.WriteAllText(Path.Combine(_folder, "ael-config.yaml"), $$"""
            workflows: { directory: workflows }
            python: { isolation: preferred, workers: 2 }
            execution: { max_concurrent: 8 }
            tools:
              mcp_servers:
                local: { command: dotnet, args: ['{{Path.Combine(AppContext.BaseDirectory, "Ael.SampleTools.dll")}}', --root, .] }
            """);
    }
}
