using Ael.Console.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

/// <summary>What changes is seen without a reload.</summary>
public sealed class LiveTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_file_is_marked_at_its_line_and_again_well_when_corrected()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("workflows/quick");
        var validity = visit.Page.Locator(".page-title [data-validity]");
        await Expect(validity).ToHaveTextAsync("valid");

        await File.WriteAllTextAsync(engine.WorkflowFile("quick"), Samples.Quick.Yaml.Replace("tool: echo", "tol: echo", StringComparison.Ordinal), Token);
        await Expect(validity).ToHaveAttributeAsync("data-validity", "invalid");
        await Expect(visit.Page.Locator(".yaml [data-mark=error]").First).ToBeVisibleAsync();
        await Expect(visit.Panel("File")).ToContainTextAsync("did you mean 'tool'?");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Its last valid version, 2.1, is what runs");

        await File.WriteAllTextAsync(engine.WorkflowFile("quick"), Samples.Quick.Yaml.Replace("2.1", "2.2", StringComparison.Ordinal), Token);
        await Expect(validity).ToHaveTextAsync("valid");
        await Expect(visit.Page.Locator(".page-title .version")).ToHaveTextAsync("2.2");
        await Expect(visit.Page.Locator(".yaml [data-mark=error]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_server_is_seen_lost_and_back()
    {
        await using var engine = await ConsoleEngine.StartAsync();
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("tools");
        var state = visit.Page.Locator("[data-server=tools] .status");
        await Expect(state).ToHaveTextAsync("up");

        await engine.Tools.LoseAsync();
        await Expect(state).Not.ToHaveTextAsync("up");
        await Expect(visit.Link("echo")).ToHaveCountAsync(0);

        engine.Tools.Return();
        await Expect(state).ToHaveTextAsync("up");
        await Expect(visit.Link("echo")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_engine_is_seen_gone_and_back()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        await using var relay = new Relay(engine.Address.Port);
        await using var visit = await browser.VisitAsync(relay.Address);
        visit.Expected.Add("ERR_EMPTY_RESPONSE");
        visit.Expected.Add("ERR_CONNECTION_RESET");
        visit.Expected.Add("ERR_INCOMPLETE_CHUNKED_ENCODING");
        await visit.GoAsync("executions");
        await Expect(visit.Page.Locator(".connection")).ToHaveTextAsync("Live");

        relay.Cut();
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("The engine cannot be reached.");
        await engine.RunAsync("quick");
        relay.Mend();

        await Expect(visit.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await Expect(visit.Page.Locator(".banner")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_list_grows_as_executions_come()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("executions");
        await Expect(visit.Page.GetByText("Nothing has run yet")).ToBeVisibleAsync();

        await engine.RunAsync("quick");
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(1);
        await engine.RunAsync("quick");
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(2);
    }
}
