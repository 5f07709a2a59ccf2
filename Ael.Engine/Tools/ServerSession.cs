using System.Text.Json;
using Ael.Engine.Errors;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>One live connection to a server, from the handshake to its loss.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    private const string FirstVersionWithoutHandshake = "2026-07-28";
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_probeTimeout = TimeSpan.FromSeconds(10);

    private readonly string _server;
    private readonly ILogger _logger;
    private readonly Action _onToolsChanged;
    private readonly CallRouter _router;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly SemaphoreSlim _listing = new(0, 1);
    private readonly TaskCompletionSource<Exception?> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<AelError> _epitaph = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private McpClient? _client;
    private int _changes;

    private ServerSession(IToolSource source, ILogger logger, Action onToolsChanged)
    {
        _server = source.Name;
        _logger = logger;
        _onToolsChanged = onToolsChanged;
        _router = new CallRouter(_server, source.Calls ?? new CallContexts(), logger, OnListChanged);
    }

    /// <summary>All pages, ordered by name.</summary>
    public IReadOnlyList<Tool> Tools { get; private set; } = [];

    /// <summary>Completes when the connection is no longer of use, with the exception that told so.</summary>
    public Task<Exception?> Lost => _lost.Task;

    private McpClient Client => _client ?? throw new InvalidOperationException("not connected");

    /// <summary>Connects, and reads the tools.</summary>
    public static async Task<ServerSession> OpenAsync(
        IToolSource source, TimeSpan timeout, TimeProvider time, ILogger logger, Action onToolsChanged, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), bounded, timeout, Timeout.InfiniteTimeSpan);
        var session = new ServerSession(source, logger, onToolsChanged);
        try
        {
            await session.ConnectAsync(source, timeout, time, bounded.Token);
            return session;
        }
        catch (Exception e) when (bounded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await session.DisposeAsync();
            throw new TimeoutException($"it did not answer within {timeout.TotalSeconds:0.###} s", e);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="AelException">TOOL_UNAVAILABLE, TOOL_NOT_FOUND, TOOL_REJECTED, TOOL_FAILED (an error of the protocol, not of the result).</exception>
    public async Task<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var arguments = Arguments(call);
        using var flight = _router.Add(call, out var meta);
        try
        {
            var request = new CallToolRequestParams { Name = call.Tool, Arguments = arguments, Meta = meta };
            return await Client.CallToolAsync(request, flight.Token).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            if (flight.Cancel() is { } id)
            {
                _ = IgnoringErrorsAsync(NotificationMethods.CancelledNotification, () => SendCancelledAsync(id));
            }

            throw new OperationCanceledException("the call was cancelled", e, cancellationToken);
        }
        catch (Exception e)
        {
            if (!ToolErrors.IsLoss(e))
            {
                throw new AelException(ToolErrors.FromCall(e, call.Tool, _server), e);
            }

            _lost.TrySetResult(e);
            var why = await _epitaph.Task.WaitAsync(cancellationToken);
            throw new AelException(
                new AelError(ErrorCode.ToolUnavailable, $"MCP server '{_server}' was lost during the call of '{call.Tool}': {why.Message}")
                {
                    Detail = why.Detail,
                    Tool = call.Tool,
                },
                e);
        }
    }

    /// <summary>Reads the tools again; a failure that means loss completes <see cref="Lost"/>.</summary>
    public async Task RelistAsync(CancellationToken cancellationToken)
    {
        await _listing.WaitAsync(cancellationToken);
        try
        {
            var before = Tools;
            await ListAsync(cancellationToken);
            if (!Same(before, Tools))
            {
                ToolsLog.ToolsChanged(_logger, _server, Tools.Count);
                _onToolsChanged();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ToolsLog.Ignored(_logger, _server, "tools/list", e);
            if (ToolErrors.IsLoss(e))
            {
                _lost.TrySetResult(e);
            }
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <summary>Declares the connection lost, for one that does not answer.</summary>
    public void Lose(Exception reason) => _lost.TrySetResult(reason);

    /// <summary>Tells the calls that were cut off why.</summary>
    public void Explain(AelError error) => _epitaph.TrySetResult(error);

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        if (_client is null)
        {
            return;
        }

        try
        {
            await _client.DisposeAsync().AsTask().WaitAsync(s_stopTimeout);
        }
        catch (TimeoutException)
        {
            ToolsLog.SlowStop(_logger, _server);
        }
        catch (Exception e)
        {
            ToolsLog.Ignored(_logger, _server, "closing the connection", e);
        }
    }

    private static Dictionary<string, JsonElement>? Arguments(ToolCall call) => call.Arguments.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => call.Arguments.EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
        var kind => throw new AelException(new AelError(ErrorCode.ToolRejected, $"tool '{call.Tool}' takes an object of parameters, not {kind}") { Tool = call.Tool }),
    };

    private static bool Same(IReadOnlyList<Tool> a, IReadOnlyList<Tool> b) =>
        JsonSerializer.SerializeToUtf8Bytes(a, McpJsonUtilities.DefaultOptions).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(b, McpJsonUtilities.DefaultOptions));

    private async Task ConnectAsync(IToolSource source, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "ael", Version = typeof(ServerSession).Assembly.GetName().Version?.ToString(3) ?? "0" },
            TimeProvider = time,
            // Ours ends first, and says how long it waited.
            InitializationTimeout = timeout * 2,
            // A server of an earlier protocol may ignore the newer greeting; the rest of the time is for the older one.
            DiscoverProbeTimeout = timeout / 2 < s_probeTimeout ? timeout / 2 : s_probeTimeout,
        };
        _client = await McpClient.CreateAsync(new RoutedTransport(source, _router), options, loggerFactory: null, cancellationToken);
        _ = WatchAsync();
        await ListAsync(cancellationToken);
        // Closed until here: a server may announce changes as soon as it is spoken to.
        _listing.Release();
        if (Client.ServerCapabilities.Logging is not null && !SpeaksWithoutHandshake)
        {
            await IgnoringErrorsAsync("logging/setLevel", () => Client.SetLoggingLevelAsync(LoggingLevel.Debug, cancellationToken: cancellationToken));
        }

        if (SpeaksWithoutHandshake && Client.ServerCapabilities.Tools?.ListChanged == true)
        {
            // Answered only when it ends.
            _ = IgnoringErrorsAsync("subscriptions/listen", ListenAsync);
        }
    }

    private bool SpeaksWithoutHandshake => string.CompareOrdinal(Client.NegotiatedProtocolVersion, FirstVersionWithoutHandshake) >= 0;

    // The SDK takes it as the end of the request on our side, too.
    private Task SendCancelledAsync(RequestId id) => Client.SendNotificationAsync(
        NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = id }, cancellationToken: _lifetime.Token);

    private Task ListenAsync() => Client.SendRequestAsync<SubscriptionsListenRequestParams, EmptyResult>(
        RequestMethods.SubscriptionsListen,
        new SubscriptionsListenRequestParams { Notifications = new SubscriptionsListenNotifications { ToolsListChanged = true } },
        cancellationToken: _lifetime.Token).AsTask();

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        if (Client.ServerCapabilities.Tools is null)
        {
            return;
        }

        var tools = await Client.ListToolsAsync(cancellationToken: cancellationToken);
        Tools = [.. tools.Select(t => t.ProtocolTool).OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    private async Task WatchAsync()
    {
        var details = await Client.Completion;
        _lost.TrySetResult(details.Exception);
    }

    // On the client's reading loop, so nothing is awaited here.
    private void OnListChanged()
    {
        if (Interlocked.Increment(ref _changes) == 1)
        {
            _ = RelistUntilQuietAsync();
        }
    }

    private async Task RelistUntilQuietAsync()
    {
        await Task.Yield();
        try
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _changes);
                await RelistAsync(_lifetime.Token);
            }
            while (Interlocked.CompareExchange(ref _changes, 0, seen) != seen);
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
    }

    private async Task IgnoringErrorsAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e)
        {
            ToolsLog.Ignored(_logger, _server, what, e);
        }
    }
}
