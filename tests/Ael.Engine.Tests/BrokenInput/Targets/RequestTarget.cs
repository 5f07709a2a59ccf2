using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Sends the request to the server; {known} in it is the id of an execution that has ended.</summary>
internal sealed class RequestTarget(HttpClient http) : ITarget
{
    private string _known = "";

    public async Task BeginAsync()
    {
        using var response = await http.PostAsync(
            new Uri("/api/v1/workflows/greet/execute", UriKind.Relative), new StringContent("""{"inputs": {"name": "Ada"}}""", Encoding.UTF8, "application/json"));
        _known = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("execution_id").GetString()!;
    }

    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        using var request = Read(text.Replace("{known}", _known, StringComparison.Ordinal));
        using var response = await http.SendAsync(request, cancellationToken);
        var raw = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode >= 400)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.True((int)response.StatusCode is not (503 or 429) || response.Headers.RetryAfter is not null, "no Retry-After");
            return Problem((int)response.StatusCode, JsonElement.Parse(raw), raw);
        }

        return response.Content.Headers.ContentType?.MediaType == "application/json" && JsonElement.Parse(raw) is { ValueKind: JsonValueKind.Object } body
            && body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? ErrorText.Of(error)
                : new Answer(true, raw);
    }

    private static Answer Problem(int status, JsonElement problem, string raw)
    {
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal("urn:ael:error:" + problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString());
        return new Answer(false, raw)
        {
            Code = $"{status} {ErrorText.Text(problem, "code")}",
            Message = ErrorText.Text(problem, "message"),
            Suggestion = ErrorText.Text(problem, "suggestion"),
            Place = problem.TryGetProperty("problems", out var problems) ? WorkflowTarget.Place(problems[0])
                : ErrorText.Of(problem).Place is { Length: > 0 } place ? place : ErrorText.Text(problem, "instance"),
        };
    }

    private static HttpRequestMessage Read(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Split('\n');
        var line = head[0].Split(' ', 2);
        var request = new HttpRequestMessage(new HttpMethod(line[0]), line[1]);
        if (end >= 0)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text[(end + 2)..]));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var header in head.Skip(1).Select(h => h.Split(": ", 2)))
        {
            if (header[0] == "Content-Type")
            {
                request.Content!.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", header[1]);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(header[0], header[1]);
            }
        }

        return request;
    }
}
