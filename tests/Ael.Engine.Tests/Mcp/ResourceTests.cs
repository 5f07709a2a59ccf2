using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

public class ResourceTests
{
    public static TheoryData<string> Generations => [McpHost.WithSession, McpHost.WithoutSession];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflows_are_listed_and_read_as_yaml()
    {
        await using var host = await McpHost.StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("notes")));
        await using var client = await host.ConnectAsync();

        var listed = Assert.Single(await client.ListResourcesAsync(cancellationToken: Token));
        var read = Assert.IsType<TextResourceContents>(Assert.Single((await client.ReadResourceAsync(listed.Uri, cancellationToken: Token)).Contents));

        Assert.Equal("ael://workflows/notes", listed.Uri);
        Assert.Equal("application/yaml", read.MimeType);
        Assert.Equal("name: notes\n", read.Text);
    }

    [Fact]
    public async Task An_execution_is_read_as_json()
    {
        await using var host = await McpHost.StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("notes")));
        await using var client = await host.ConnectAsync();
        await client.CallToolAsync("notes", cancellationToken: Token);
        var id = host.Engine.Runs.Single().Id;

        var read = Assert.IsType<TextResourceContents>(Assert.Single((await client.ReadResourceAsync($"ael://executions/{id}", cancellationToken: Token)).Contents));

        Assert.Equal("application/json", read.MimeType);
        Assert.Equal(id, JsonElement.Parse(read.Text).GetProperty("execution_id").GetString());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task An_unknown_resource_is_the_error_of_the_callers_protocol(string version)
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync(version);

        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.ReadResourceAsync("ael://workflows/none", cancellationToken: Token));

        Assert.Equal(version == McpHost.WithSession ? McpErrorCode.ResourceNotFound : McpErrorCode.InvalidParams, error.ErrorCode);
    }

    [Fact]
    public async Task Template_variables_are_completed()
    {
        await using var host = await McpHost.StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("notes")), FakeCatalogue.Entry(FakeCatalogue.Definition("other")));
        await using var client = await host.ConnectAsync();

        var templates = await client.ListResourceTemplatesAsync(cancellationToken: Token);
        var completed = await client.CompleteAsync(new ResourceTemplateReference { Uri = "ael://workflows/{name}" }, "name", "No", cancellationToken: Token);
        var prompt = await client.CompleteAsync(new PromptReference { Name = "none" }, "a", "b", cancellationToken: Token);

        Assert.Equal(["ael://workflows/{name}", "ael://executions/{id}"], templates.Select(t => t.UriTemplate));
        Assert.Equal(["notes"], completed.Completion.Values);
        Assert.Empty(prompt.Completion.Values);
    }
}
