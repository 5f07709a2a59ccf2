using Ael.TestSupport;

namespace Ael.Reliability.Support;

/// <summary>Configuration, workflows, store and witness of an engine that serves.</summary>
internal sealed class ServedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-load-");

    /// <param name="more">Lines of configuration beyond those for ports, workflows, storage and the witness's server.</param>
    public ServedFolder(string more = "")
    {
        Directory.CreateDirectory(Workflows);
        File.WriteAllText(Config, $$"""
            server: { port: 0 }
            workflows: { directory: workflows }
            {{(more.Contains("storage:", StringComparison.Ordinal) ? "" : "storage: { path: ael.db }")}}
            tools:
              # Far beyond what it takes: who measures on a busy machine wants to see the engine fail, not a server that starts slowly.
              connect_timeout: 10m
              mcp_servers:
                witness: { command: dotnet, args: ['{{Path.Combine(AppContext.BaseDirectory, "Ael.Reliability.dll")}}', witness, '{{Witness}}'] }
            telemetry: { metrics: { port: 0 } }
            logging: { format: text, components: { workflow_engine: warning, mcp_client: error } }
            security: { rate_limit: 0 }
            {{more}}
            """);
    }

    public void Add(string workflow, string yaml) => File.WriteAllText(Path.Combine(Workflows, $"{workflow}.yaml"), yaml);

    public string Config => Path.Combine(_folder.FullName, "ael-config.yaml");

    public string Workflows => Path.Combine(_folder.FullName, "workflows");

    public string Store => Path.Combine(_folder.FullName, "ael.db");

    public string Witness => Path.Combine(_folder.FullName, "witness.txt");

    public string Socket => Path.Combine(_folder.FullName, "inside.sock");

    public Task<ServingEngine> ServeAsync(CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null, string? program = null) =>
        ServingEngine.StartAsync(["serve", "--config", Config], environment ?? new Dictionary<string, string>(), cancellationToken, program);

    public void Dispose() => _folder.Delete(recursive: true);
}
