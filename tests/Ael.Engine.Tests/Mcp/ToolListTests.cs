using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Configuration;
using Ael.Engine.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

public class ToolListTests
{
    private static readonly string[] s_management =
        ["execution_cancel", "execution_get", "execution_list", "workflow_get", "workflow_list", "workflow_run", "workflow_validate"];

    public static TheoryData<string> Generations => [McpHost.WithSession, McpHost.WithoutSession];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_are_listed_in_the_order_of_their_names()
    {
        await using var host = await McpHost.StartAsync();
        host.Catalogue.Set([.. new[] { "zeta", "alpha", "Mid" }.Select(n => FakeCatalogue.Entry(FakeCatalogue.Definition(n)))]);
        await using var client = await host.ConnectAsync();

        Assert.Equal(["Mid", "alpha", .. s_management, "zeta"], await NamesAsync(client));
    }

    [Fact]
    public async Task Each_kind_of_tool_can_be_left_out()
    {
        await using var host = await McpHost.StartAsync(Exposing(workflows: false, management: false, tools: true));
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("w")));
        host.Tools.Set(("files", "read"));
        await using var client = await host.ConnectAsync();

        Assert.Equal(["read"], await NamesAsync(client));
        Assert.Empty(await client.ListResourcesAsync(cancellationToken: Token));
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("workflow_list", cancellationToken: Token));
    }

    [Fact]
    public async Task Connected_servers_tools_are_not_listed_by_default()
    {
        await using var host = await McpHost.StartAsync();
        host.Tools.Set(("files", "read"));
        await using var client = await host.ConnectAsync();

        Assert.Equal(s_management, await NamesAsync(client));
    }

    [Fact]
    public async Task A_name_wanted_twice_goes_to_management_then_workflow_then_server_with_its_prefix()
    {
        await using var host = await McpHost.StartAsync(Exposing(workflows: true, management: true, tools: true));
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("workflow_list")), FakeCatalogue.Entry(FakeCatalogue.Definition("w")));
        host.Tools.Set(("one", "same"), ("two two", "same"), ("one", "w"), ("one", "workflow_get"), ("one", "own"));
        await using var client = await host.ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Token);

        Assert.Equal(
            new[] { "one__same", "one__w", "one__workflow_get", "own", "two_two__same", "w" }.Concat(s_management).Order(StringComparer.Ordinal),
            tools.Select(t => t.Name));
        Assert.StartsWith("Lists the workflows", tools.Single(t => t.Name == "workflow_list").Description, StringComparison.Ordinal);
        Assert.Equal("A title", tools.Single(t => t.Name == "one__same").ProtocolTool.Title);
        var called = await client.CallToolAsync("two_two__same", cancellationToken: Token);
        Assert.Equal("two two/same", Assert.IsType<TextContentBlock>(called.Content[0]).Text);
        var hidden = await client.CallToolAsync("workflow_run", new Dictionary<string, object?> { ["name"] = "workflow_list" }, cancellationToken: Token);
        Assert.Equal("workflow_list", hidden.StructuredContent!.Value.GetProperty("workflow").GetString());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_passed_through_call_changes_nothing(string version)
    {
        await using var host = await McpHost.StartAsync(Exposing(workflows: true, management: true, tools: true));
        host.Tools.Set(("media", "draw"));
        ToolCall? seen = null;
        host.Tools.OnCall = call =>
        {
            seen = call;
            call.Progress!.Report(new ProgressNotificationValue { Progress = 0.5f, Total = 3, Message = "half" });
            call.Progress.Report(new ProgressNotificationValue { Progress = 3, Total = 3 });
            return new CallToolResult
            {
                Content = [ImageContentBlock.FromBytes(new byte[] { 1, 2, 3 }, "image/png"), new TextContentBlock { Text = "t", Meta = new JsonObject { ["x/y"] = 1 } }],
                StructuredContent = JsonElement.Parse("""{"size":3}"""),
                IsError = true,
                Meta = new JsonObject { ["vendor/key"] = "kept" },
            };
        };
        var progress = new ProgressList(2);
        await using var client = await host.ConnectAsync(version, progress.Handlers);

        var result = await client.CallToolAsync(ProgressList.Call("draw", """{"of":"a cat"}"""), Token);

        Assert.Equal("media", seen!.Server);
        Assert.Equal("""{"of":"a cat"}""", seen.Arguments.GetRawText());
        Assert.Equal("image/png", Assert.IsType<ImageContentBlock>(result.Content[0]).MimeType);
        Assert.Equal(1, (int?)result.Content[1].Meta!["x/y"]);
        Assert.Equal("""{"size":3}""", result.StructuredContent!.Value.GetRawText());
        Assert.True(result.IsError);
        Assert.Equal("kept", (string?)result.Meta!["vendor/key"]);
        await progress.Enough.WaitAsync(Token);
        Assert.Equal([0.5f, 3f], progress.Values.Select(v => v.Progress));
        Assert.Equal("half", progress.Values.First().Message);
    }

    [Fact]
    public async Task Clients_with_sessions_are_told_that_lists_changed()
    {
        await using var host = await McpHost.StartAsync();
        var heard = new Heard();
        await using var client = await host.ConnectAsync(McpHost.WithSession, heard.Handlers);
        Assert.True(client.ServerCapabilities.Tools?.ListChanged);
        Assert.True(client.ServerCapabilities.Resources?.ListChanged);

        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("fresh")));

        await heard.Tools.Task.WaitAsync(Token);
        await heard.Resources.Task.WaitAsync(Token);
        Assert.Contains("fresh", await NamesAsync(client));
    }

    [Fact]
    public async Task Clients_without_sessions_are_told_on_the_stream_they_opened()
    {
        await using var host = await McpHost.StartAsync(Exposing(workflows: true, management: true, tools: true));
        var heard = new Heard();
        await using var client = await host.ConnectAsync(McpHost.WithoutSession, heard.Handlers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var listening = client.SendRequestAsync(
            new JsonRpcRequest { Method = "subscriptions/listen", Params = JsonNode.Parse("""{"notifications": {"toolsListChanged": true}}""") }, stop.Token);
        await heard.Acknowledged.Task.WaitAsync(Token);
        host.Tools.Set(("late", "arrival"));

        await heard.Tools.Task.WaitAsync(Token);
        Assert.False(heard.Resources.Task.IsCompleted);
        Assert.Contains("arrival", await NamesAsync(client));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private static async Task<IEnumerable<string>> NamesAsync(McpClient client) =>
        (await client.ListToolsAsync(cancellationToken: Token)).Select(t => t.Name);

    private static EngineOptions Exposing(bool workflows, bool management, bool tools) => new()
    {
        Mcp = new() { Exposure = new() { Workflows = workflows, Management = management, Tools = tools } },
    };

    private sealed class Heard
    {
        public TaskCompletionSource Tools { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Resources { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public McpClientHandlers Handlers => new()
        {
            NotificationHandlers =
            [
                On(NotificationMethods.ToolListChangedNotification, Tools),
                On(NotificationMethods.ResourceListChangedNotification, Resources),
                On(NotificationMethods.SubscriptionsAcknowledgedNotification, Acknowledged),
            ],
        };

        private static KeyValuePair<string, Func<JsonRpcNotification, CancellationToken, ValueTask>> On(string method, TaskCompletionSource heard) =>
            new(method, (_, _) =>
            {
                heard.TrySetResult();
                return default;
            });
    }
}
