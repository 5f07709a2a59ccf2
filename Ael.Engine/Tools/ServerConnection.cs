using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>One server for the engine's lifetime: connects, notices the loss, connects again, and says how it stands.</summary>
internal sealed class ServerConnection(
    IToolSource source, ToolOptions options, TimeProvider time, ILogger logger, Action onChanged)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(500);

    // A server that lived this long is not in a crash loop, so the pauses start small again.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private TaskCompletionSource _kick = NewKick();
    private TaskCompletionSource _attempted = NewKick();
    private State _state = new(source.Enabled ? ServerState.Connecting : ServerState.Disabled, time.GetUtcNow(), null, null, 0, [], EverUp: false);

    public string Name => source.Name;

    /// <summary>Completes when the first attempt to connect has ended, well or badly.</summary>
    public Task FirstAttempt => source.Enabled ? _firstAttempt.Task : Task.CompletedTask;

    public ServerState StateNow => Current.Value;

    /// <summary>The tools it offers, or offered when it was last up.</summary>
    public IReadOnlyList<Tool> KnownTools => Current is { Session: { } session } ? session.Tools : Current.LastTools;

    /// <summary>Whether its tools have ever been read.</summary>
    public bool EverUp => Current.EverUp;

    public ServerStatus Status
    {
        get
        {
            var now = Current;
            return new ServerStatus(
                Name, source.Transport, now.Value, now.Since, now.Session?.Tools.Count ?? 0, now.Restarts, now.Error, source.Stderr);
        }
    }

    private State Current
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Keeps the connection until the token is cancelled, then closes it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!source.Enabled)
        {
            return;
        }

        try
        {
            for (var failures = 0; !stopping.IsCancellationRequested; failures++)
            {
                var started = time.GetTimestamp();
                await ConnectOnceAsync(stopping);
                if (time.GetElapsedTime(started) >= s_settled)
                {
                    failures = 0;
                }

                await PauseAsync(failures, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine stops.
        }
        finally
        {
            _firstAttempt.TrySetResult();
            await source.DisposeAsync();
        }
    }

    /// <exception cref="AelException">As <see cref="IToolClient.CallRawAsync"/>, and TOOL_FAILED for an error of the protocol.</exception>
    public Task<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken) =>
        Current.Session is { } session ? session.CallAsync(call, cancellationToken) : throw new AelException(Unavailable(call.Tool));

    /// <summary>Reads the tools again, or makes one attempt to connect now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (!source.Enabled)
        {
            return;
        }

        if (Current.Session is { } session)
        {
            await session.RelistAsync(cancellationToken);
            return;
        }

        Task attempted;
        lock (_gate)
        {
            attempted = _attempted.Task;
            _kick.TrySetResult();
        }

        await attempted.WaitAsync(cancellationToken);
    }

    /// <summary>Why a call cannot be made now.</summary>
    public AelError Unavailable(string tool)
    {
        var now = Current;
        return now.Value == ServerState.Disabled
            ? new AelError(ErrorCode.ToolUnavailable, $"MCP server '{Name}' is disabled") { Tool = tool, Suggestion = $"Set tools.mcp_servers.{Name}.enabled to true." }
            : new AelError(ErrorCode.ToolUnavailable, $"MCP server '{Name}' is down since {now.Since:yyyy-MM-dd HH:mm:ss}Z: {now.Error?.Message ?? "not connected yet"}")
            {
                Tool = tool,
                Detail = now.Error?.Detail,
                Suggestion = now.Error?.Suggestion ?? ErrorCode.ToolUnavailable.DefaultSuggestion,
            };
    }

    private static TaskCompletionSource NewKick() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One attempt and, if it succeeds, the life of that connection.
    private async Task ConnectOnceAsync(CancellationToken stopping)
    {
        Exception? reason;
        ServerSession? session = null;
        try
        {
            session = await ServerSession.OpenAsync(source, options.ConnectTimeout, time, logger, onChanged, stopping);
            SetUp(session);
            reason = await LiveAsync(session, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            reason = e;
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync();
                if (stopping.IsCancellationRequested)
                {
                    session.Explain(new AelError(ErrorCode.ToolUnavailable, "the engine is stopping"));
                }
            }
        }

        var error = ToolErrors.FromLoss(reason, source);
        SetDown(error);
        session?.Explain(error);
    }

    private async Task<Exception?> LiveAsync(ServerSession session, CancellationToken stopping)
    {
        if (source.ProbeInterval is not { } interval)
        {
            return await session.Lost.WaitAsync(stopping);
        }

        using var timer = new PeriodicTimer(interval, time);
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(stopping).AsTask();
            if (await Task.WhenAny(session.Lost, tick) == session.Lost)
            {
                return await session.Lost;
            }

            await tick;
            await ProbeAsync(session, stopping);
        }
    }

    // The tools are what we want to know anyway, and `ping` is gone from the newer protocol.
    private async Task ProbeAsync(ServerSession session, CancellationToken stopping)
    {
        var relist = session.RelistAsync(stopping);
        try
        {
            await relist.WaitAsync(options.ConnectTimeout, time, stopping);
        }
        catch (TimeoutException)
        {
            session.Lose(new TimeoutException($"it did not answer within {options.ConnectTimeout.TotalSeconds:0.###} s"));
        }
    }

    private void SetUp(ServerSession session)
    {
        lock (_gate)
        {
            _state = new State(ServerState.Up, time.GetUtcNow(), null, session, _state.EverUp ? _state.Restarts + 1 : 0, [], EverUp: true);
        }

        ToolsLog.Up(logger, Name, session.Tools.Count);
        // First the list of tools, then those that wait for it.
        onChanged();
        Attempted();
    }

    private void SetDown(AelError error)
    {
        bool changed;
        lock (_gate)
        {
            // `Since` is when it went down, not when the last of many attempts failed.
            var since = _state.Value == ServerState.Down ? _state.Since : time.GetUtcNow();
            changed = _state.Error?.Message != error.Message;
            var tools = _state.Session?.Tools ?? _state.LastTools;
            _state = _state with { Value = ServerState.Down, Since = since, Error = error, Session = null, LastTools = tools };
        }

        if (changed)
        {
            ToolsLog.Down(logger, Name, error.Message);
            onChanged();
        }

        Attempted();
    }

    private void Attempted()
    {
        _firstAttempt.TrySetResult();
        lock (_gate)
        {
            _attempted.TrySetResult();
            _attempted = NewKick();
        }
    }

    private async Task PauseAsync(int failures, CancellationToken stopping)
    {
        var delay = Backoff(failures);
        ToolsLog.Retrying(logger, Name, delay);
        Task kick;
        lock (_gate)
        {
            kick = _kick.Task;
        }

        using var sleep = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(kick, Task.Delay(delay, time, sleep.Token));
        await sleep.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_kick.Task.IsCompleted)
            {
                _kick = NewKick();
            }
        }
    }

    private TimeSpan Backoff(int failures)
    {
        var doubled = s_firstDelay * Math.Pow(2, Math.Min(failures, 16));
        return doubled < options.ReconnectMaxDelay ? doubled : options.ReconnectMaxDelay;
    }

    private sealed record State(
        ServerState Value, DateTimeOffset Since, AelError? Error, ServerSession? Session, int Restarts, IReadOnlyList<Tool> LastTools, bool EverUp);
}
