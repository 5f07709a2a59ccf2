using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

/// <summary>
/// Progress as it reaches a client. The client library stops listening to a call's progress when its result is there, though
/// notifications that came before it may still wait for their turn; this listens as long as the client lives.
/// </summary>
internal sealed class ProgressList(int expected)
{
    private readonly ConcurrentQueue<ProgressNotificationValue> _received = new();
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public McpClientHandlers Handlers => new()
    {
        NotificationHandlers = [new(NotificationMethods.ProgressNotification, (notification, _) =>
        {
            _received.Enqueue(notification.Params.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions)!.Progress);
            if (_received.Count >= expected)
            {
                _enough.TrySetResult();
            }

            return default;
        })],
    };

    public IEnumerable<ProgressNotificationValue> Values => _received.OrderBy(v => v.Progress);

    public Task Enough => _enough.Task;

    /// <summary>A call that asks for progress.</summary>
    public static CallToolRequestParams Call(string tool, string arguments = "{}") => new()
    {
        Name = tool,
        Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments),
        Meta = new JsonObject { ["progressToken"] = "p" },
    };
}
