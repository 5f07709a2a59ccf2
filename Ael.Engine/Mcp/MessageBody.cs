using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Mcp;

/// <summary>
/// Looks at the body of a POST before the protocol library does: what is no JSON, or no message of JSON-RPC, is answered with the place
/// and a way out, and nothing of the parser's own wording.
/// </summary>
internal static class MessageBody
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int InvalidParams = -32602;

    /// <summary>The endpoint's handler with the check before it.</summary>
    public static RequestDelegate Checked(RequestDelegate next) => async http =>
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasJsonContentType())
        {
            await next(http);
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var (message, mistake) = JsonMistake.Find(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (mistake is not null)
        {
            await AnswerAsync(
                http, default, ParseError, new Problem(
                    ErrorCode.ParamInvalid, "$", mistake.Line, mistake.Column, $"The body is not JSON, at line {mistake.Line}, column {mistake.Column}: {mistake.Reason}",
                    "Correct the JSON at the place named."));
        }
        else if (Find(message) is { } problem)
        {
            await AnswerAsync(http, message, InvalidRequest, problem);
        }
        else
        {
            body.Position = 0;
            http.Request.Body = body;
            try
            {
                await next(http);
            }
            catch (JsonException e) when (!http.Response.HasStarted)
            {
                // What the library reads before any of our filters sees it.
                var place = e.Path is { Length: > 0 } path ? path : "$.params";
                await AnswerAsync(http, message, InvalidParams, Wrong(place, "The message's parameters do not fit its method", "Compare them with the protocol's schema."));
            }
        }
    };

    private static Problem? Find(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return Wrong("$", "The body is no message of JSON-RPC", "Send one object, as in {\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\"}; batches are not part of the protocol.");
        }

        if (!(message.TryGetProperty("jsonrpc", out var version) && version.ValueKind == JsonValueKind.String && version.ValueEquals("2.0")))
        {
            return Wrong("$.jsonrpc", "The message does not say that it is JSON-RPC 2.0", "Add \"jsonrpc\": \"2.0\".");
        }

        var hasMethod = message.TryGetProperty("method", out var method);
        if (hasMethod ? method.ValueKind != JsonValueKind.String : !message.TryGetProperty("result", out _) && !message.TryGetProperty("error", out _))
        {
            return Wrong("$.method", hasMethod ? "'method' must be a string" : "The message has no 'method'", "Name the method, as in \"method\": \"tools/list\".");
        }

        return message.TryGetProperty("id", out var id) && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
            ? Wrong("$.id", "'id' must be a string or a number", "Give each request an id of its own, as in \"id\": 1; notifications have none.")
            : null;
    }

    private static Problem Wrong(string path, string message, string suggestion) => new(ErrorCode.ParamInvalid, path, 0, 0, message, suggestion);

    private static Task AnswerAsync(HttpContext http, JsonElement message, int code, Problem problem)
    {
        http.RequestServices.GetRequiredService<AelTelemetry>().Errors.Count(new AelError(problem.Code, problem.Message), Components.McpServer);
        var data = new JsonObject { ["code"] = problem.Code.Name, ["path"] = problem.Path, ["suggestion"] = problem.Suggestion };
        if (problem.Line > 0)
        {
            (data["line"], data["column"]) = (problem.Line, problem.Column);
        }

        var hasId = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number;
        var answer = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = hasId ? JsonSerializer.SerializeToNode(message.GetProperty("id")) : null,
            ["error"] = new JsonObject { ["code"] = code, ["message"] = problem.Message, ["data"] = data },
        };
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsJsonAsync(answer, McpJson.Options, "application/json", http.RequestAborted);
    }
}
