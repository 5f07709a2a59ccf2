using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>The message stream of a child process; it ends when the process does.</summary>
internal sealed class ProcessTransport : ITransport
{
    private readonly ServerProcess _process;
    private readonly ITransport _inner;

    public ProcessTransport(ServerProcess process, ITransport inner)
    {
        _process = process;
        _inner = inner;
        _ = EndWithProcessAsync();
    }

    public string? SessionId => _inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader => _inner.MessageReader;

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) =>
        _inner.SendMessageAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _inner.DisposeAsync();
    }

    // Its output usually ends first and ends the stream. A grandchild that inherited the pipe would keep it open for ever.
    private async Task EndWithProcessAsync()
    {
        await _process.Exited;
        var ended = await Task.WhenAny(_inner.MessageReader.Completion, Task.Delay(TimeSpan.FromMilliseconds(500)));
        if (ended != _inner.MessageReader.Completion)
        {
            await _inner.DisposeAsync();
        }
    }
}
