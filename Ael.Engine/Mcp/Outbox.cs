using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>
/// Notifications of one call: sent in order, and all of them before the call's response, which disposal waits for. A client
/// that reads too slowly loses the oldest ones rather than hold up the work.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private const int MaxWaiting = 4096;

    private readonly McpServer _server;
    private readonly ProgressToken? _progressToken;
    private readonly LoggingLevel? _logLevel;
    private readonly Channel<Func<Task>> _waiting;
    private readonly Task _sending;

    /// <param name="server">The session as the request sees it, so that notifications travel on the request's own stream.</param>
    /// <param name="progressToken">Null: the caller wants no progress.</param>
    /// <param name="logLevel">Lowest level the caller wants; null: no log lines at all.</param>
    /// <param name="cancellationToken">Ends sending.</param>
    public Outbox(McpServer server, ProgressToken? progressToken, LoggingLevel? logLevel, CancellationToken cancellationToken)
    {
        _server = server;
        _progressToken = progressToken;
        _logLevel = logLevel;
        Cancelled = cancellationToken;
        _waiting = Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(MaxWaiting)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        _sending = IsWanted ? SendAsync() : Task.CompletedTask;
    }

    /// <summary>Whether anything put in here would be sent.</summary>
    public bool IsWanted => WantsProgress || WantsLog;

    public bool WantsProgress => _progressToken is not null;

    public bool WantsLog => _logLevel is not null;

    private CancellationToken Cancelled { get; }

    public void Progress(ProgressNotificationValue value)
    {
        if (_progressToken is { } token)
        {
            _waiting.Writer.TryWrite(() => _server.NotifyProgressAsync(token, value, cancellationToken: Cancelled));
        }
    }

    public void Log(LoggingMessageNotificationParams line)
    {
        if (line.Level >= _logLevel)
        {
            _waiting.Writer.TryWrite(() =>
                _server.SendNotificationAsync(NotificationMethods.LoggingMessageNotification, line, cancellationToken: Cancelled));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _sending;
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var send in _waiting.Reader.ReadAllAsync(Cancelled))
            {
                await send();
            }
        }
        catch (Exception)
        {
            // Cancelled, or nobody is there to read: the call goes on, or ends for that very reason.
            _waiting.Writer.TryComplete();
        }
    }
}
