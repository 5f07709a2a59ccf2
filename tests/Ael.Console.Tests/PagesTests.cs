using Ael.Console.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

/// <summary>
/// Every page, light and dark, wide and on a phone: nothing that axe finds serious, nothing the browser complains about, no scrolling sideways.
/// With <c>AEL_WRITE_IMAGES=1</c> the pages' pictures are written to docs/images.
/// </summary>
public sealed class PagesTests(Browser browser)
{
    private static readonly bool s_write = Environment.GetEnvironmentVariable("AEL_WRITE_IMAGES") == "1";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_of_a_busy_engine(ColorScheme colours)
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.All);
        var pages = await BusyAsync(engine);
        await using var wide = await browser.VisitAsync(engine, colours);
        await using var phone = await browser.VisitAsync(engine, colours, width: 390, height: 844);

        foreach (var (name, place) in pages)
        {
            await CheckAsync(wide, name, place, colours);
            await CheckAsync(phone, name + "-phone", place, colours);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_of_an_empty_engine_teach(ColorScheme colours)
    {
        await using var engine = await ConsoleEngine.StartAsync();
        await using var visit = await browser.VisitAsync(engine, colours);

        foreach (var (place, says) in new[]
        {
            ("overview", "Give it this address as an MCP server."), ("workflows", "Put this one there as hello.yaml"), ("executions", "Every run of a workflow appears here"),
            ("logs", "Run a workflow, and its lines appear here."), ("telemetry", "No step has called a tool in this time."), ("nowhere", "This address leads nowhere."),
        })
        {
            await CheckAsync(visit, "empty-" + place, place, colours);
            await Expect(visit.Page.Locator("main")).ToContainTextAsync(says);
        }
    }

    private static async Task CheckAsync(Visit visit, string name, string place, ColorScheme colours)
    {
        await visit.GoAsync(place);
        await Expect(visit.Page.Locator(".connection")).ToHaveAttributeAsync("data-state", "live");
        var found = await Axe.FindAsync(visit.Page);
        Assert.True(found.Count == 0, $"{place}: {string.Join('\n', found)}");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{place} scrolls sideways");
        visit.NothingIsWrong();

        if (s_write && IsShown(name, place))
        {
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Repository.PathOf("docs", "images", $"console-{name}-{colours.ToString().ToLowerInvariant()}.png"),
                FullPage = !name.EndsWith("-phone", StringComparison.Ordinal),
                Animations = ScreenshotAnimations.Disabled,
            });
        }
    }

    private static bool IsShown(string name, string place) =>
        place == "overview"
        || (!name.StartsWith("empty-", StringComparison.Ordinal) && (!name.EndsWith("-phone", StringComparison.Ordinal) || place.StartsWith("executions/", StringComparison.Ordinal)));

    // Something of everything: ended well and badly, nested, cancelled, running.
    private static async Task<IReadOnlyList<(string Name, string Place)>> BusyAsync(ConsoleEngine engine)
    {
        for (var i = 0; i < 6; i++)
        {
            await engine.RunAsync("quick", new { text = $"page {i}" });
        }

        var failed = await engine.RunAsync("fails");
        await engine.RunAsync("fails", new { by = 3 });
        var refused = await engine.RunAsync("refused");
        var outer = await engine.RunAsync("outer");
        var running = await engine.StartAsync("greet", new { name = "Ada" });
        return
        [
            ("overview", "overview"), ("workflows", "workflows"), ("workflow", "workflows/quick"), ("workflow-broken", "workflows/broken"), ("executions", "executions"),
            ("execution", $"executions/{outer.ExecutionId}"), ("execution-failed", $"executions/{failed.ExecutionId}"), ("execution-running", $"executions/{running.ExecutionId}"),
            ("execution-step", $"executions/{refused.ExecutionId}?step=ask"), ("tools", "tools"), ("tool", "tools/tools/echo"), ("telemetry", "telemetry"), ("logs", "logs"),
        ];
    }
}
