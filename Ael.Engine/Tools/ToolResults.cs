using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>
/// A tool's result as one JSON value: <c>structuredContent</c> if there is one, else the content. One item stands for itself, several are a
/// list in the server's order, none is null. Text becomes the JSON it contains (see <see cref="Text"/>) or a string; every other item
/// (image, audio, resource, resource_link) is the object of the protocol, with <c>type</c> and, wherever it has them, <c>mimeType</c>,
/// <c>data</c>, <c>uri</c>, <c>text</c>.
/// </summary>
internal static class ToolResults
{
    private static readonly JsonElement s_null = JsonElement.Parse("null");

    public static JsonElement ToJson(CallToolResult result)
    {
        if (result.StructuredContent is { } structured)
        {
            return structured;
        }

        return result.Content.Count switch
        {
            0 => s_null,
            1 => Item(result.Content[0]),
            _ => JsonSerializer.SerializeToElement(result.Content.Select(Item)),
        };
    }

    private static JsonElement Item(ContentBlock block) => block switch
    {
        TextContentBlock text => Text(text.Text),
        // Its contents are what a template wants to reach: output.uri, not output.resource.uri.
        EmbeddedResourceBlock resource => Resource(resource),
        _ => JsonSerializer.SerializeToElement(block, McpJsonUtilities.DefaultOptions),
    };

    /// <summary>
    /// JSON is an object, an array, a number, true, false or null, with white space around it. A text in quotes stays the text it is: tools
    /// quote what they say, and <c>"yes"</c> losing its quotes would surprise more often than it helps. So does a number that would
    /// not survive as one: <c>007</c> is no JSON, and digits beyond a double's are an identifier.
    /// </summary>
    internal static JsonElement Text(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > 0 && (trimmed[0] is '{' or '[' or '-' || char.IsAsciiDigit(trimmed[0]) || trimmed is "true" or "false" or "null"))
        {
            try
            {
                var parsed = JsonElement.Parse(trimmed);
                if (parsed.ValueKind != JsonValueKind.Number || Survives(parsed))
                {
                    return parsed;
                }
            }
            catch (JsonException)
            {
                // Text that only looks like JSON.
            }
        }

        return JsonSerializer.SerializeToElement(text);
    }

    private static bool Survives(JsonElement number) => number.TryGetInt64(out _) || number.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0;

    private static JsonElement Resource(EmbeddedResourceBlock block)
    {
        var contents = JsonSerializer.SerializeToElement(block.Resource, McpJsonUtilities.DefaultOptions);
        var flat = new Dictionary<string, JsonElement> { ["type"] = JsonSerializer.SerializeToElement(block.Type) };
        foreach (var property in contents.EnumerateObject())
        {
            flat[property.Name] = property.Value;
        }

        return JsonSerializer.SerializeToElement(flat);
    }
}
