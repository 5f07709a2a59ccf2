using System.Text.Json;
using Ael.Engine.Api.Problems;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Requests;

/// <summary>A body that is a JSON object with known members only. An absent body is an object without members.</summary>
internal sealed class JsonBody
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    private readonly JsonElement _root;

    private JsonBody(JsonElement root) => _root = root;

    public static async Task<JsonBody> ReadAsync(HttpRequest request, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        var bytes = await BodyText.BytesAsync(request, cancellationToken);
        if (bytes.Length == 0)
        {
            return new JsonBody(s_empty);
        }

        BodyText.RequireType(request, BodyText.IsJson(request));
        var root = Parse(bytes);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("$", $"The body is {Kind(root)}; an object is expected.", $"Send an object, with any of: {string.Join(", ", members)}.");
        }

        foreach (var member in root.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw Wrong("$." + member.Name, $"The body has the member '{member.Name}', which is not known here.", DidYouMean.Suggest(member.Name, members));
            }
        }

        return new JsonBody(root);
    }

    /// <summary>The object at <paramref name="name"/>; null when absent.</summary>
    public JsonElement? Object(string name) => Member(name, JsonValueKind.Object, "an object");

    /// <summary>The text at <paramref name="name"/>; null when absent.</summary>
    public string? String(string name) => Member(name, JsonValueKind.String, "a string")?.GetString();

    private JsonElement? Member(string name, JsonValueKind kind, string expected)
    {
        if (!_root.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == kind
            ? value
            : throw Wrong("$." + name, $"'{name}' is {Kind(value)}; {expected} is expected.", $"Give {expected}, or leave '{name}' out.");
    }

    private static JsonElement Parse(byte[] bytes) => JsonMistake.Find(bytes) is var (value, mistake) && mistake is null
        ? value
        : throw Wrong("$", $"The body is not JSON, at line {mistake.Line}, column {mistake.Column}: {mistake.Reason}", "Correct the JSON at the place named.", mistake.Line, mistake.Column);

    private static ApiException Wrong(string path, string message, string? suggestion, int line = 0, int column = 0)
    {
        var advice = suggestion ?? ErrorCode.ParamInvalid.DefaultSuggestion;
        return new ApiException(new AelError(ErrorCode.ParamInvalid, message) { Suggestion = advice })
        {
            Problems = [new Problem(ErrorCode.ParamInvalid, path, line, column, message, advice)],
        };
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
