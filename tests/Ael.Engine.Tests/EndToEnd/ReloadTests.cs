using System.Text.Json;
using System.Threading.Channels;
using Ael.Engine.Tests.Mcp;
using Ael.Engine.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.EndToEnd;

/// <summary>Files of a running engine change under an MCP client that has a session open and is told.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly EngineFolder _folder = new("", EngineFolder.Add, EngineFolder.Stats);
    private readonly Channel<bool> _told = Channel.CreateUnbounded<bool>();
    private ServingEngine? _engine;
    private McpClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await _folder.ServeAsync(Token);
        _client = await _engine.ConnectAsync(
            new McpClientOptions
            {
                ProtocolVersion = McpHost.WithSession,
                Handlers = new McpClientHandlers
                {
                    NotificationHandlers =
                    [
                        new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                        {
                            _told.Writer.TryWrite(true);
                            return ValueTask.CompletedTask;
                        }),
                    ],
                },
            },
            Token);
        // The stream for notifications is open when the sample tools have been announced, or were there before.
        await _engine.UntilAsync("/api/v1/servers", s => s.ToString().Contains("\"up\"", StringComparison.Ordinal), Token);
    }

    [Fact]
    public async Task The_tool_list_follows_edited_created_and_deleted_files()
    {
        await WriteAsync("add", EngineFolder.Add.Replace("version: \"1.0\"", "version: \"1.1\"\ndescription: Adds one", StringComparison.Ordinal));
        await ToldUntilAsync(tools => tools.Any(t => t is { Name: "add", Description: { } d } && d.Contains("Adds one", StringComparison.Ordinal)));

        await WriteAsync("fresh", EngineFolder.Add.Replace("name: add", "name: fresh", StringComparison.Ordinal));
        await ToldUntilAsync(tools => tools.Any(t => t.Name == "fresh"));
        var fresh = await _client!.CallToolAsync("fresh", cancellationToken: Token);

        File.Delete(_folder.WorkflowPath("stats"));
        await ToldUntilAsync(tools => tools.All(t => t.Name != "stats"));
        var gone = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var result = await _client.CallToolAsync("stats", cancellationToken: Token);
            Assert.True(result.IsError, "a workflow without a file ran");
            throw new InvalidOperationException(result.Content.OfType<TextContentBlock>().First().Text);
        });

        Assert.NotEqual(true, fresh.IsError);
        Assert.Contains("stats", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_keeps_its_last_good_version_and_says_so_until_it_is_mended()
    {
        await WriteAsync("add", EngineFolder.Add.Replace("steps:", "stepz:", StringComparison.Ordinal));
        var broken = await _engine!.UntilAsync("/api/v1/workflows", w => !Entry(w).GetProperty("valid").GetBoolean(), Token);
        var result = await _engine.RunAsync("add", new { a = 4 }, Token);
        var tools = await _client!.ListToolsAsync(cancellationToken: Token);
        await WriteAsync("add", EngineFolder.Add.Replace("+ 1", "+ 2", StringComparison.Ordinal));
        await _engine.UntilAsync("/api/v1/workflows", w => Entry(w).GetProperty("valid").GetBoolean(), Token);
        var mended = await _engine.RunAsync("add", new { a = 4 }, Token);

        var problem = Entry(broken).GetProperty("problems").EnumerateArray().Single(p => p.GetProperty("line").GetInt32() == 5);
        Assert.Contains("steps", problem.GetProperty("suggestion").GetString(), StringComparison.Ordinal);
        Assert.Equal("1.0", Entry(broken).GetProperty("version").GetString());
        Assert.Equal(5, result.GetProperty("output").GetInt32());
        Assert.Contains(tools, t => t.Name == "add");
        Assert.Contains("ERROR", await _engine.Process.LineAsync("add.yaml:5:1", Token), StringComparison.Ordinal);
        await _engine.Process.LineAsync("add.yaml is broken; workflow add 1.0 as it was before stays in use", Token);
        Assert.Equal(6, mended.GetProperty("output").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _folder.Dispose();
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(_folder.WorkflowPath(name), text, Token);

    // One change may be told of more than once, and notifications of an earlier one may still be on their way.
    private async Task ToldUntilAsync(Func<IList<McpClientTool>, bool> wanted)
    {
        do
        {
            await _told.Reader.ReadAsync(Token).AsTask().WaitAsync(EngineProcess.Patience, Token);
        }
        while (!wanted(await _client!.ListToolsAsync(cancellationToken: Token)));
    }

    private static JsonElement Entry(JsonElement workflows) => workflows.GetProperty("items").EnumerateArray().First(w => w.GetProperty("name").ValueEquals("add"));
}
