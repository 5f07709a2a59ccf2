using System.Text.Json;

namespace Ael.Engine.Tests.EndToEnd;

public sealed class EndlessLoopTests
{
    private const int Many = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_endless_loops_are_killed_and_the_engine_answers_meanwhile()
    {
        using var folder = new EngineFolder("", EngineFolder.Loops, EngineFolder.Stats, EngineFolder.Add);
        await using var engine = await folder.ServeAsync(Token);
        await engine.UntilAsync("/api/v1/servers", s => s.ToString().Contains("\"up\"", StringComparison.Ordinal), Token);

        var ids = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => engine.BeginAsync("loops", new { id = i }, Token)));
        using var live = await engine.Http.GetAsync("/health/live", Token);
        var meanwhile = await engine.RunAsync("stats", new { }, Token);
        var ended = await Task.WhenAll(ids.Select(id => engine.EndAsync(id, Token)));
        var after = await engine.RunAsync("add", new { a = 1 }, Token);
        await engine.UntilAsync("/api/v1/info", i => i.GetProperty("load").GetProperty("active").GetInt32() == 0, Token);

        Assert.True(live.IsSuccessStatusCode);
        Assert.Equal("completed", meanwhile.GetProperty("status").GetString());
        // The tool answered while the loops still ran: nothing waited for them.
        Assert.True(End(meanwhile) < ended.Max(End), $"{meanwhile}");
        Assert.All(ended, e =>
        {
            Assert.Equal("failed", e.GetProperty("status").GetString());
            Assert.Equal("CODE_TIMEOUT", Code(e));
        });
        Assert.Equal(2, after.GetProperty("output").GetInt32());
    }

    private static DateTimeOffset End(JsonElement result) => result.GetProperty("completed_at").GetDateTimeOffset();

    private static string? Code(JsonElement result)
    {
        var error = result.GetProperty("error");
        while (error.TryGetProperty("cause", out var cause) && cause.ValueKind == JsonValueKind.Object)
        {
            error = cause;
        }

        return error.GetProperty("code").GetString();
    }
}
