using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>Engine processes that are one cluster.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly NodesFolder _folder;
    private readonly ServingEngine?[] _engines;
    private readonly string?[] _names;

    private Nodes(NodesFolder folder, ServingEngine?[] engines) =>
        (_folder, _engines, _names) = (folder, engines, new string?[engines.Length]);

    public IReadOnlyList<ServingEngine> All => [.. _engines.OfType<ServingEngine>()];

    public ServingEngine this[int node] => _engines[node] ?? throw new InvalidOperationException($"node {node} does not run");

    /// <summary>Starts so many at once and returns when each has seen all others.</summary>
    public static async Task<Nodes> StartAsync(NodesFolder folder, int count, CancellationToken cancellationToken)
    {
        var nodes = new Nodes(folder, new ServingEngine?[count]);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(n => nodes.StartAsync(n, cancellationToken)));
            await Task.WhenAll(nodes.All.Select(e => e.Process.LineAsync($"takes part: {count} in all", cancellationToken)));
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the node; its name in the cluster is known when this returns.</summary>
    public async Task StartAsync(int node, CancellationToken cancellationToken)
    {
        var engine = _engines[node] = await _folder.ServeAsync(node, cancellationToken);
        // Whoever waits for an execution waits as long as that takes.
        engine.Http.Timeout = Timeout.InfiniteTimeSpan;
        // "Joined cluster ael as S127.0.0.1:11111:42"
        var line = await engine.Process.LineAsync("Joined cluster ", cancellationToken);
        _names[node] = line[(line.LastIndexOf(' ') + 1)..];
    }

    /// <summary>As <see cref="StartAsync(int, CancellationToken)"/>, and all others have seen it.</summary>
    public async Task StartAgainAsync(int node, CancellationToken cancellationToken)
    {
        await StartAsync(node, cancellationToken);
        await Task.WhenAll(All.Select(e => e.Process.LineAsync($"{NameOf(node)} takes part", cancellationToken)));
    }

    /// <summary>Owner of its executions; of one that is gone, as it was.</summary>
    public string NameOf(int node) => _names[node]!;

    /// <summary>Asks it to stop, waits for its end, and gives its exit code.</summary>
    public async Task<int> StopAsync(int node, CancellationToken cancellationToken)
    {
        var engine = this[node];
        engine.Process.Send(Signal.Terminate);
        var code = await engine.Process.ExitAsync(EngineProcess.Patience, cancellationToken);
        await ForgetAsync(node);
        return code;
    }

    public async Task ForgetAsync(int node)
    {
        if (_engines[node] is { } engine)
        {
            _engines[node] = null;
            await engine.DisposeAsync();
        }
    }

    public string Output => string.Join('\n', All.Select((e, i) => $"== node {i}\n{e.Process.Output}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in All)
        {
            await engine.DisposeAsync();
        }
    }
}
