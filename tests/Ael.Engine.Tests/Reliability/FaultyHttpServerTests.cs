using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Reliability.Faults;

namespace Ael.Engine.Tests.Reliability;

/// <summary>As <see cref="FaultyServerTests"/>, over Streamable HTTP.</summary>
public sealed class FaultyHttpServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("die", "TOOL_UNAVAILABLE")]
    [InlineData("wrong_id", "TOOL_UNAVAILABLE")]
    [InlineData("no_id", "TOOL_UNAVAILABLE")]
    [InlineData("malformed", "TOOL_UNAVAILABLE")]
    [InlineData("not_json", "TOOL_UNAVAILABLE")]
    [InlineData("not_utf8", "TOOL_UNAVAILABLE")]
    [InlineData("empty", "TOOL_UNAVAILABLE")]
    [InlineData("accepted", "TOOL_UNAVAILABLE")]
    [InlineData("broken", "TOOL_FAILED")]
    [InlineData("gone", "TOOL_UNAVAILABLE")]
    [InlineData("busy", "TOOL_UNAVAILABLE")]
    [InlineData("round", "TOOL_FAILED")]
    [InlineData("bad_shape", "TOOL_FAILED")]
    [InlineData("deep", "TOOL_UNAVAILABLE")]
    [InlineData("huge", "TOOL_UNAVAILABLE")]
    [InlineData("endless", "TOOL_UNAVAILABLE")]
    [InlineData("sse_die", "TOOL_UNAVAILABLE")]
    [InlineData("sse_end", "TOOL_UNAVAILABLE")]
    [InlineData("sse_malformed", "\"after\"")]
    [InlineData("sse_wrong_id", "TOOL_UNAVAILABLE")]
    [InlineData("sse_twice", "\"first\"")]
    [InlineData("sse_flood", "\"flood\"")]
    [InlineData("sse_huge", "TOOL_UNAVAILABLE")]
    [InlineData("sse_endless", "TOOL_UNAVAILABLE")]
    public async Task A_fault_ends_in_its_code_and_harms_nobody_else(string fault, string ends)
    {
        await using var faulty = await FaultyHttpServer.StartAsync(Token);
        await using var sound = await FaultyHttpServer.StartAsync(Token);
        await using var host = await StartAsync(faulty, sound);

        Assert.Equal(ends, await EndAsync(host, fault, "faulty", Token));

        Assert.Equal("\"fine\"", await EndAsync(host, "fine", "sound", Token));
        await Eventually.TrueAsync(
            async () => await EndAsync(host, "fine", "faulty", Token) == "\"fine\"", () => $"the server is not usable after '{fault}'", Token);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("stall")]
    [InlineData("drip")]
    [InlineData("sse_hang")]
    [InlineData("sse_drip")]
    [InlineData("sse_flood_without_end")]
    public async Task One_that_never_answers_is_left_when_the_call_is_cancelled(string fault)
    {
        await using var faulty = await FaultyHttpServer.StartAsync(Token);
        await using var host = await StartAsync(faulty, faulty);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var call = EndAsync(host, fault, "faulty", cancel.Token);
        await faulty.Reached.WaitAsync(Token);
        Assert.False(call.IsCompleted, $"it ended by itself, with {(call.IsCompleted ? await call : "")}");
        await cancel.CancelAsync();

        Assert.Equal("cancelled", await call.WaitAsync(Token));
        Assert.Equal("\"fine\"", await EndAsync(host, "fine", "faulty", Token));
    }

    [Fact]
    public async Task A_large_answer_within_the_limit_arrives()
    {
        await using var server = await FaultyHttpServer.StartAsync(Token);
        await using var host = await StartAsync(server, server);

        Assert.Equal(8 << 20, (await EndAsync(host, "large", "faulty", Token)).Trim('"').Length);
    }

    private static Task<ToolClientHost> StartAsync(FaultyHttpServer faulty, FaultyHttpServer sound) => ToolClientHost.StartAsync(new Dictionary<string, McpServerOptions>
    {
        ["faulty"] = new() { Url = faulty.Url },
        ["sound"] = new() { Url = sound.Url },
    });

    private static async Task<string> EndAsync(ToolClientHost host, string tool, string server, CancellationToken cancellationToken)
    {
        try
        {
            return (await host.Client.CallAsync(new ToolCall(tool, server, System.Text.Json.JsonElement.Parse("{}")), cancellationToken)).GetRawText();
        }
        catch (AelException e)
        {
            return e.Error.Code.Name;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Token.ThrowIfCancellationRequested();
            return "cancelled";
        }
    }
}
