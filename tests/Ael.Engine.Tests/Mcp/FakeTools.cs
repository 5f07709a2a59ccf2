using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

/// <summary>Connected servers' tools, as the test says.</summary>
internal sealed class FakeTools : IToolClient
{
    public event Action? Changed;

    public IReadOnlyList<ToolInfo> Tools { get; private set; } = [];

    public IReadOnlyList<ServerStatus> Servers => [];

    public Func<ToolCall, CallToolResult> OnCall { get; set; } = call => new CallToolResult { Content = [new TextContentBlock { Text = $"{call.Server}/{call.Tool}" }] };

    public void Set(params IReadOnlyList<(string Server, string Tool)> tools)
    {
        Tools = [.. tools.Select(t => new ToolInfo(t.Tool, t.Server, new Tool { Name = t.Tool, Title = "A title", Description = $"{t.Tool} of {t.Server}" }))];
        Changed?.Invoke();
    }

    public Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken) => throw new AelException(ErrorCode.ToolFailed, "not here");

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => Task.FromResult(OnCall(call));

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
