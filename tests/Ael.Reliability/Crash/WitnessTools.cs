using System.Text.Json;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;

namespace Ael.Reliability.Crash;

/// <summary>The tool <c>mark</c> without a server, for engines that start and die by the dozen.</summary>
internal sealed class WitnessTools(string file) : IToolClient
{
    private readonly Witness _witness = new(file);

    public IReadOnlyList<ToolInfo> Tools { get; } =
        [new ToolInfo("mark", "witness", new Tool { Name = "mark", InputSchema = JsonElement.Parse("""{"type":"object"}""") })];

    public IReadOnlyList<ServerStatus> Servers => [];

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        string Argument(string name) => call.Arguments.TryGetProperty(name, out var value) ? value.ToString() : "-";
        _witness.Append(Argument("execution"), Argument("step"), Argument("item"));
        return Task.FromResult(JsonSerializer.SerializeToElement(Argument("step")));
    }

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
