using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Ael.Engine.Mcp;
using Ael.Engine.Tests.Support;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Mcp;

/// <summary>Messages line by line, as over standard input: what is no message is passed over, what does not fit is said, and the server goes on.</summary>
public class RequestShapeTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"arguments":{}}}""", "params.name", "Give 'name' as a string")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":"a"}}""", "params.arguments", "Give 'arguments' as an object")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"text":"\ud800"}}}""", "params", "in pairs")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/lst"}""", "method", "did you mean 'tools/list'")]
    [InlineData("nope\n[]\n{\"jsonrpc\":\"2.0\"\n{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resources/read\",\"params\":{}}", "params.uri", "Give 'uri' as a string")]
    public async Task What_does_not_fit_is_answered_with_its_place(string lines, string path, string suggestion)
    {
        Pipe input = new(), output = new();
        var options = new McpServerOptions { ServerInfo = new Implementation { Name = "x", Version = "1" }, ToolCollection = [InProcessServer.Tool("echo", (string text) => text)] };
        options.Filters.Message.IncomingFilters.Add(RequestShape.Check);
        await using var server = McpServer.Create(new StreamServerTransport(input.Reader.AsStream(), output.Writer.AsStream()), options);
        var running = server.RunAsync(TestContext.Current.CancellationToken);

        await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines + "\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(output.Reader.AsStream());
        var answer = JsonElement.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!);

        Assert.Equal(7, answer.GetProperty("id").GetInt32());
        var data = answer.GetProperty("error").GetProperty("data");
        Assert.Equal(path, data.GetProperty("path").GetString());
        Assert.Contains(suggestion, data.GetProperty("suggestion").GetString(), StringComparison.Ordinal);
        await input.Writer.CompleteAsync();
        await running;
    }
}
