using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Calls a tool of the server through the SDK's client.</summary>
internal sealed class CallTarget(McpClient client) : ITarget
{
    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        var parts = text.Split(' ', 2);
        var arguments = JsonSerializer.Deserialize<Dictionary<string, object?>>(parts[1]);
        try
        {
            var result = await client.CallToolAsync(parts[0], arguments, cancellationToken: cancellationToken);
            var raw = JsonSerializer.Serialize(result, McpJsonUtilities.DefaultOptions);
            if (result.IsError != true)
            {
                return new Answer(true, raw);
            }

            var json = JsonElement.Parse(Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
            return ErrorText.Of(json.TryGetProperty("error", out var inner) ? inner : json) with { Raw = raw };
        }
        catch (McpProtocolException e)
        {
            return new Answer(false, e.Message) { Code = ((int)e.ErrorCode).ToString(System.Globalization.CultureInfo.InvariantCulture), Message = e.Message, Place = $"{e.Data["path"]}", Suggestion = $"{e.Data["suggestion"]}" };
        }
    }
}
