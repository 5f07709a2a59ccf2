using System.Globalization;
using Ael.Reliability.Crash;
using Ael.TestSupport;
using Npgsql;

namespace Ael.Reliability.Cluster;

/// <summary>Configurations of the nodes of one cluster: one database, and for each a folder of workflows and a witness that writes to a file of its own.</summary>
internal sealed class NodesFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-cluster-");
    private readonly string _postgres;
    private readonly int _concurrent;
    private readonly string _limits;

    /// <param name="postgres">Connection string of an empty database.</param>
    /// <param name="concurrent">Executions that each node runs at once.</param>
    /// <param name="limits">Of all nodes together: further keys of <c>cluster</c>.</param>
    public NodesFolder(string postgres, int concurrent = 400, string limits = "")
    {
        _postgres = postgres;
        _concurrent = concurrent;
        _limits = limits;
    }

    /// <summary>Starts the node of that number; again, when it has been there before.</summary>
    public Task<ServingEngine> ServeAsync(int node, CancellationToken cancellationToken)
    {
        var workflows = Path.Combine(_folder.FullName, $"workflows-{node}");
        if (!Directory.Exists(workflows))
        {
            Directory.CreateDirectory(workflows);
            Stations.Write(workflows);
            Stations.WriteMarks(workflows);
        }

        File.WriteAllText(ConfigOf(node), Configuration(node));
        return ServingEngine.StartAsync(["serve", "--config", ConfigOf(node)], new Dictionary<string, string>(), cancellationToken);
    }

    /// <summary>How many marks each node has made.</summary>
    public IReadOnlyDictionary<string, int> Places() => Directory.GetFiles(_folder.FullName, "witness-*").ToDictionary(f => f, f => Witness.Read(f).Count);

    /// <summary>What truly happened since, on all nodes; of each in its order.</summary>
    public IReadOnlyList<NodeMark> MarksSince(IReadOnlyDictionary<string, int> places) =>
    [
        .. Directory.GetFiles(_folder.FullName, "witness-*").SelectMany(f => Witness.Read(f).Skip(places.GetValueOrDefault(f))
            .Select(m => new NodeMark(int.Parse(f[(f.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture), m.Execution, m.Step))),
    ];

    /// <summary>The first column and the second, of whatever is asked of the database.</summary>
    public async Task<IReadOnlyList<(string, string)>> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_postgres + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, string)>();
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add((row.GetString(0), row.GetString(1)));
        }

        return rows;
    }

    /// <summary>The configuration of a node that has been started once.</summary>
    public string ConfigOf(int node) => Path.Combine(_folder.FullName, $"node-{node.ToString(CultureInfo.InvariantCulture)}.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Configuration(int node) => $$"""
        server: { port: 0 }
        workflows: { directory: workflows-{{node}}, watch: false }
        storage: { postgres: '{{_postgres}}' }
        cluster: { port: 0, probe_timeout: 1s{{_limits}} }
        tools:
          mcp_servers:
            witness: { command: dotnet, args: ['{{Path.Combine(AppContext.BaseDirectory, "Ael.Reliability.dll")}}', witness, '{{Path.Combine(_folder.FullName, $"witness-{node}")}}'] }
        # There are no code steps here, and a node's start is the greater part of what these scenarios cost.
        python: { executable: none-of-it }
        telemetry: { metrics: { port: 0 } }
        logging: { format: text, components: { mcp_client: error } }
        security: { rate_limit: 0 }
        execution:
          backend: cluster
          max_concurrent: {{_concurrent}}
        """;
}

/// <summary>A step that ran, and the number of the node that it ran on.</summary>
internal readonly record struct NodeMark(int Node, string Execution, string Step);
