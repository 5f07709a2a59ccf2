using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Api.Fakes;

/// <summary><c>echo</c> gives its arguments back, <c>hangs</c> waits for its cancellation, <c>text/upper</c> has a slash, two servers have <c>twice</c>.</summary>
internal sealed class FakeTools : IToolClient
{
    public IReadOnlyList<ToolInfo> Tools { get; } =
        [Info("echo", "one"), Info("fails", "one"), Info("hangs", "one"), Info("text/upper", "one"), Info("twice", "one"), Info("twice", "two")];

    public IReadOnlyList<ServerStatus> Servers { get; set; } =
    [
        new("one", "stdio", ServerState.Up, DateTimeOffset.UnixEpoch, 5, 0, null, []),
        new("two", "http", ServerState.Up, DateTimeOffset.UnixEpoch, 1, 0, null, []),
    ];

    public event Action? Changed;

    public int Refreshes { get; private set; }

    /// <summary>Ends when a call to <c>hangs</c> was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a call to <c>hangs</c> has arrived.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        switch (call.Tool)
        {
            case "echo":
                return call.Arguments;
            case "fails":
                throw new AelException(new AelError(ErrorCode.ToolFailed, "disk full") { Tool = call.Tool });
            case "down":
                throw new AelException(ErrorCode.ToolUnavailable, "server 'one' is down") { RetryAfter = TimeSpan.FromSeconds(2.5) };
            case "hangs":
                await using (cancellationToken.Register(() => Cancelled.TrySetResult()))
                {
                    Hanging.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return default;
            default:
                throw new AelException(ErrorCode.ToolNotFound, $"There is no tool '{call.Tool}'.", suggestion: DidYouMean.Suggest(call.Tool, Tools.Select(t => t.Name)));
        }
    }

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException("no door of this test asks for it");

    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Refreshes++;
        Changed?.Invoke();
        return Task.CompletedTask;
    }

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static ToolInfo Info(string name, string server) => new(name, server, new Tool
    {
        Name = name,
        Description = "what " + name + " does",
        InputSchema = JsonElement.Parse("""{"type": "object"}"""),
    });
}
