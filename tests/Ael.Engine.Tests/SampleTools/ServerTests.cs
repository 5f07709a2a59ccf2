using Ael.SampleTools;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.SampleTools;

/// <summary>The server as the configuration starts it.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Every_tool_has_schemas_and_errors_are_results_in_plain_words()
    {
        _root.Write("a.txt", "hello world");
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Token);
        Assert.Equal(
            ["file_list", "file_read", "file_write", "git_log", "http_fetch", "text_search", "text_stats"],
            tools.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, t => Assert.Equal("object", t.ProtocolTool.OutputSchema!.Value.GetProperty("type").GetString()));
        Assert.All(tools, t => Assert.False(string.IsNullOrEmpty(t.Description)));

        var read = await CallAsync(client, "file_read", new() { ["path"] = "a.txt" });
        Assert.Equal("hello world", read.StructuredContent!.Value.GetProperty("text").GetString());
        var listed = await CallAsync(client, "file_list", []);
        Assert.Equal(11, listed.StructuredContent!.Value.GetProperty("total_bytes").GetInt64());

        Assert.Equal("there is no file 'b.txt' below the root", await ErrorAsync(client, "file_read", new() { ["path"] = "b.txt" }));
        Assert.Contains("path", await ErrorAsync(client, "file_read", []), StringComparison.Ordinal);
        Assert.Contains("file_list", await ErrorAsync(client, "file_list", new() { ["max"] = "many" }), StringComparison.Ordinal);
    }

    private async Task<McpClient> ConnectAsync() => await McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [typeof(RootFolder).Assembly.Location, "--root", _root.Path],
        }),
        cancellationToken: Token);

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments) =>
        await client.CallToolAsync(tool, arguments, cancellationToken: Token);

    private static async Task<string> ErrorAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await CallAsync(client, tool, arguments);
        Assert.True(result.IsError);
        return Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
    }
}
