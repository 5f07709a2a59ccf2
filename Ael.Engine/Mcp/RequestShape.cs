using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Errors;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>
/// Looks at the parameters of requests before the protocol library does, which answers what does not fit with an internal error or, as
/// the result of a tool, with nothing that helps.
/// </summary>
internal static class RequestShape
{
    private static readonly Dictionary<string, Member[]> s_members = new(StringComparer.Ordinal)
    {
        ["initialize"] =
        [
            new("protocolVersion", JsonValueKind.String, "a string", true), new("capabilities", JsonValueKind.Object, "an object", true),
            new("clientInfo", JsonValueKind.Object, "an object", true),
        ],
        ["tools/call"] = [new("name", JsonValueKind.String, "a string", true), new("arguments", JsonValueKind.Object, "an object", false)],
        ["resources/read"] = [new("uri", JsonValueKind.String, "a string", true)],
        ["completion/complete"] = [new("ref", JsonValueKind.Object, "an object", true), new("argument", JsonValueKind.Object, "an object", true)],
        ["logging/setLevel"] = [new("level", JsonValueKind.String, "a string", true)],
    };

    private static readonly string[] s_methods =
        [.. s_members.Keys, "ping", "tools/list", "resources/list", "resources/templates/list", "server/discover", "subscriptions/listen"];

    /// <summary>A filter of incoming messages.</summary>
    public static McpMessageHandler Check(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is not JsonRpcRequest request)
        {
            await next(context, cancellationToken);
            return;
        }

        Check(request);
        try
        {
            await next(context, cancellationToken);
        }
        catch (McpProtocolException e) when (e.ErrorCode == McpErrorCode.MethodNotFound && e.Data.Count == 0)
        {
            var near = DidYouMean.Near(request.Method, s_methods).Count > 0 ? DidYouMean.Suggest(request.Method, s_methods)! : $"Use one of: {string.Join(", ", s_methods)}.";
            throw ProtocolErrors.Of(e.ErrorCode, new AelError(ErrorCode.ParamInvalid, e.Message) { Suggestion = near }, "method");
        }
        catch (InvalidOperationException) when (!IsText(request.Params))
        {
            throw Unfit(
                "params", "the parameters cannot be read: a text has one half of a surrogate pair, which is no character",
                "Write \\ud83d\\ude00 and the like in pairs, or the character itself.");
        }
    };

    private static void Check(JsonRpcRequest request)
    {
        if (request.Params is { } given and not JsonObject)
        {
            throw Unfit("params", $"'params' must be an object, was {Describe(given)}", "Send an object: {\"params\": {...}}.");
        }

        foreach (var member in s_members.GetValueOrDefault(request.Method) ?? [])
        {
            var value = (request.Params as JsonObject)?[member.Name];
            if (value is null ? member.Required : value.GetValueKind() != member.Kind)
            {
                throw Unfit(
                    $"params.{member.Name}",
                    value is null ? $"'{request.Method}' needs '{member.Name}'" : $"'{member.Name}' of '{request.Method}' must be {member.Article}, was {Describe(value)}",
                    $"Give '{member.Name}' as {member.Article}.");
            }
        }
    }

    // Over HTTP the body was looked at; over standard input nobody has.
    private static bool IsText(JsonNode? parameters)
    {
        try
        {
            parameters?.ToJsonString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static McpProtocolException Unfit(string path, string message, string suggestion) =>
        ProtocolErrors.Of(McpErrorCode.InvalidParams, new AelError(ErrorCode.ParamInvalid, message) { Suggestion = suggestion }, path);

    private static string Describe(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };

    private sealed record Member(string Name, JsonValueKind Kind, string Article, bool Required);
}
