using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>A call on its way through the SDK, and what it takes to cancel it.</summary>
internal sealed class CallInFlight(ToolCall call, Action onDispose) : IDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private RequestId? _sent;

    public ToolCall Call => call;

    /// <summary>
    /// What the SDK sees instead of the caller's token. Its own cancellation is left alone once a request is out: the continuation of its wait
    /// may run first and unregister the notice to the server before that was sent.
    /// </summary>
    public CancellationToken Token => _abort.Token;

    /// <summary>The request is with the server, and an answer is awaited.</summary>
    public void OnSent(RequestId id)
    {
        lock (_gate)
        {
            _sent = id;
        }
    }

    /// <summary>The request that the server must be told about; null when stopping the sending is all there is to do, and done.</summary>
    public RequestId? Cancel()
    {
        lock (_gate)
        {
            if (_sent is not null)
            {
                return _sent;
            }
        }

        _abort.Cancel();
        return null;
    }

    // The source has no timer and may outlive us in the SDK, so it is left to the collector.
    public void Dispose() => onDispose();
}
