using Ael.Reliability.Cluster;

namespace Ael.Engine.Tests.Cluster;

/// <summary>Three engine processes and a PostgreSQL server of their own. Tests that use it run one after the other, and leave three nodes that run.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>Of all nodes together; no test but the one of these limits comes near them.</summary>
    public const int MaxConcurrent = 24;

    /// <summary>The same.</summary>
    public const int MaxQueued = 3;

    private PostgresProcess? _server;
    private NodesFolder? _folder;
    private Nodes? _nodes;

    internal PostgresProcess Server => _server!;

    internal NodesFolder Folder => _folder!;

    internal Nodes Nodes => _nodes!;

    internal Blows Blows => new(Server, Folder, Nodes);

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        _server = await PostgresProcess.StartAsync(token);
        await _server.ExecuteAsync("postgres", "CREATE DATABASE cluster", token);
        _folder = new NodesFolder(_server.ConnectionString("cluster"), limits: $", max_concurrent: {MaxConcurrent}, max_queued: {MaxQueued}");
        _nodes = await Nodes.StartAsync(_folder, Blows.Count, token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_nodes is not null)
        {
            await _nodes.DisposeAsync();
        }

        _folder?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
