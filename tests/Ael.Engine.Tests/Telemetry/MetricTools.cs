using Ael.Engine.Tests.Support;
using ModelContextProtocol;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Tools that go well, fail, or never end.</summary>
internal static class MetricTools
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string> { "echo", "fail", "hang" };

    public static InProcessServer Server() => new(
        "lab",
        InProcessServer.Tool("echo", (string text) => text),
        InProcessServer.Tool("fail", string (string? text = null) => throw new McpException($"no: {text}")),
        InProcessServer.Tool("hang", async (CancellationToken token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        }));
}
