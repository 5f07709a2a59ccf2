using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>All connections, started and stopped with the host.</summary>
internal sealed class ToolClient : IToolClient, IHostedService, IDisposable
{
    private readonly ILogger _logger;
    private readonly IReadOnlyList<ServerConnection> _connections;
    private readonly ToolResolver _resolver;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _rebuilding = new();
    private volatile IReadOnlyList<ToolInfo> _tools = [];
    private Task _running = Task.CompletedTask;

    /// <exception cref="AelException">CONFIG_INVALID when two sources have the same name.</exception>
    public ToolClient(EngineOptions options, IEnumerable<IToolSource> sources, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger(Components.McpClient);
        var all = ConfiguredSources.Create(options.Tools, _logger).Concat(sources).OrderBy(s => s.Name, StringComparer.Ordinal).ToList();
        if (all.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new AelException(ErrorCode.ConfigInvalid, $"two MCP servers have the name '{twice.Key}'", suggestion: "Rename one of them.");
        }

        _connections = [.. all.Select(s => new ServerConnection(s, options.Tools, time, _logger, OnChanged))];
        _resolver = new ToolResolver(_connections);
    }

    public event Action? Changed;

    public IReadOnlyList<ToolInfo> Tools => _tools;

    public IReadOnlyList<ServerStatus> Servers => [.. _connections.Select(c => c.Status)];

    public async Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var server = await _resolver.ResolveAsync(call.Tool, call.Server, cancellationToken);
        var result = await server.CallAsync(call, cancellationToken);
        return ToolErrors.FromResult(result, call.Tool, server.Name) is { } error ? throw new AelException(error) : ToolResults.ToJson(result);
    }

    public async Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var server = await _resolver.ResolveAsync(call.Tool, call.Server, cancellationToken);
        return await server.CallAsync(call, cancellationToken);
    }

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.WhenAll(_connections.Select(c => c.RefreshAsync(cancellationToken)));

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_connections.Select(c => c.FirstAttempt)).WaitAsync(cancellationToken);

    /// <summary>Starts connecting; returns at once.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_connections.Select(c => c.RunAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    /// <summary>Closes every connection, about two seconds for a server that does not want to go.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        // Not bounded by the host's token: leaving early would leave processes behind, and each connection bounds itself.
        await _running;
    }

    public void Dispose() => _stopping.Dispose();

    private void OnChanged()
    {
        lock (_rebuilding)
        {
            _tools = [.. _connections
                .Where(c => c.StateNow == ServerState.Up)
                .SelectMany(c => c.KnownTools.Select(t => new ToolInfo(t.Name, c.Name, t)))
                .OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Server, StringComparer.Ordinal)];
        }

        foreach (var listener in (Changed?.GetInvocationList() ?? []).Cast<Action>())
        {
            try
            {
                listener();
            }
            catch (Exception e)
            {
                ToolsLog.ListenerFailed(_logger, e);
            }
        }
    }
}
