using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.Mcp;

public class StdioTests
{
    public static TheoryData<string> Generations => [McpHost.WithSession, McpHost.WithoutSession];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A client that gives up on the first version it asks for takes an older one; how long that is must not depend on the machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_client_runs_a_workflow_and_sees_its_failure(string version)
    {
        using var engine = new StdioEngine();
        var transport = new StdioClientTransport(new StdioClientTransportOptions { Command = StdioEngine.Command, Arguments = [.. engine.Args] });
        await using var client = await McpClient.CreateAsync(
            transport, new McpClientOptions { ProtocolVersion = version, InitializationTimeout = s_patience, DiscoverProbeTimeout = s_patience }, cancellationToken: Token);

        var hello = await client.CallToolAsync("hello", new Dictionary<string, object?> { ["name"] = "you" }, cancellationToken: Token);
        var broken = await client.CallToolAsync("broken", cancellationToken: Token);

        Assert.Equal("hello you", hello.StructuredContent!.Value.GetProperty("lines")[0].GetString());
        Assert.True(broken.IsError);
        var error = JsonSerializer.SerializeToElement(broken.Meta!["ael/error"]);
        Assert.Equal("fails", error.GetProperty("step_id").GetString());
        Assert.Equal("CODE_RUNTIME", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Nothing_but_protocol_is_written_to_standard_output_and_the_end_of_input_ends_the_engine(string logFormat)
    {
        using var engine = new StdioEngine();
        using var process = Process.Start(new ProcessStartInfo(StdioEngine.Command, engine.Args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AEL__LOGGING__FORMAT"] = logFormat },
        })!;
        var log = process.StandardError.ReadToEndAsync(Token);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""".AsMemory(), Token);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""".AsMemory(), Token);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"hello","arguments":{"name":"you"}}}""".AsMemory(), Token);
        await process.StandardInput.FlushAsync(Token);
        List<JsonElement> messages = [];
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            messages.Add(JsonElement.Parse(line));
            if (messages[^1].TryGetProperty("id", out var id) && id.GetInt32() == 2)
            {
                process.StandardInput.Close();
            }
        }

        await process.WaitForExitAsync(Token);

        Assert.All(messages, m => Assert.Equal("2.0", m.GetProperty("jsonrpc").GetString()));
        Assert.Equal("hello you", messages.Last(m => m.TryGetProperty("result", out _)).GetProperty("result").GetProperty("structuredContent").GetProperty("lines")[0].GetString());
        var lines = (await log).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines, l => l.Contains("Workflow started", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.Equal(logFormat == "json", l.StartsWith("{\"timestamp\":", StringComparison.Ordinal) && l.EndsWith('}')));
        Assert.Equal(0, process.ExitCode);
    }
}
