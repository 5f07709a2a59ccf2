using System.Collections.Concurrent;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Support;

/// <summary>Tools as functions of the test; calls are kept in the order they came.</summary>
internal sealed class FakeTools : IToolClient
{
    private readonly ConcurrentDictionary<string, Func<JsonElement, CancellationToken, Task<JsonElement>>> _tools = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = [];

    public IReadOnlyList<ToolInfo> Tools => [.. _tools.Keys.Order(StringComparer.Ordinal).Select(n => new ToolInfo(n, "fake", new Tool { Name = n, InputSchema = JsonElement.Parse("""{"type":"object"}""") }))];

    public IReadOnlyList<ServerStatus> Servers => [];

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public FakeTools Add(string name, Func<JsonElement, CancellationToken, Task<JsonElement>> call)
    {
        _tools[name] = call;
        return this;
    }

    public FakeTools Add(string name, Func<JsonElement, string> call) => Add(name, (a, _) => Task.FromResult(JsonElement.Parse(call(a))));

    public FakeTools Fails(string name, ErrorCode code) => Add(name, (_, _) => throw new AelException(code, $"{name} says no"));

    public Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call.Tool);
        return _tools.TryGetValue(call.Tool, out var tool)
            ? tool(call.Arguments, cancellationToken)
            : throw new AelException(ErrorCode.ToolNotFound, $"no server offers '{call.Tool}'");
    }

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
