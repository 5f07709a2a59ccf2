using System.Net.Http.Headers;
using System.Text;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>A request made to hurt.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Line">Method and path.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">As it is sent.</param>
/// <param name="Expected">A part of the answer: the code, or what shows that it was served.</param>
public sealed record HostileCase(string Name, string Line, string ContentType, byte[] Body, string Expected)
{
    private const string Json = "application/json";
    private const string Execute = "POST /api/v1/workflows/greet/execute";

    public static HostileCase Inputs(string name, string inputs, string expected) => Of(name, Execute, Json, $$"""{"inputs": {{inputs}}}""", expected);

    public static HostileCase Workflow(string name, string yaml, string expected) => Of(name, "POST /api/v1/workflows/validate", "application/yaml", yaml, expected);

    public static HostileCase Message(string name, string json, string expected) => Of(name, "POST /mcp", Json, json, expected);

    public static HostileCase Bytes(string name, string line, string contentType, string before, byte[] odd, string after, string expected) =>
        new(name, line, contentType, [.. Encoding.UTF8.GetBytes(before), .. odd, .. Encoding.UTF8.GetBytes(after)], expected);

    private static HostileCase Of(string name, string line, string contentType, string body, string expected) => new(name, line, contentType, Encoding.UTF8.GetBytes(body), expected);

    public HttpRequestMessage ToRequest()
    {
        var parts = Line.Split(' ', 2);
        var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        if (parts[0] != "GET")
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        // What is refused for its size is not sent at all then; else the connection may break before the answer is read.
        request.Headers.ExpectContinue = Body.Length > 4 * 1024 * 1024;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return request;
    }

    public override string ToString() => Name;
}
