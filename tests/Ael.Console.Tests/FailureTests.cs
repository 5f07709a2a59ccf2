using Ael.Console.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

public sealed class FailureTests(Browser browser)
{
    [Fact]
    public async Task Why_an_execution_failed_is_three_clicks_away()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Fails, Samples.Quick);
        await engine.RunAsync("quick");
        var failed = await engine.RunAsync("fails");
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("overview");

        await visit.Page.Locator(".tile", new() { HasText = "Failed" }).ClickAsync();
        await visit.Link(failed.ExecutionId).ClickAsync();

        // Two clicks: the error, what to do, and its line in the file. The third shows the step.
        var why = visit.Panel("Why it failed");
        await Expect(why).ToContainTextAsync("CODE_RUNTIME");
        await Expect(why).ToContainTextAsync("ZeroDivisionError");
        await Expect(why).ToContainTextAsync("What to do");
        await Expect(why.Locator("[data-mark=error]")).ToContainTextAsync("return 12 / context.inputs[\"by\"]");
        await why.GetByRole(AriaRole.Link, new() { Name = "divide" }).ClickAsync();
        await Expect(visit.Panel("Step divide")).ToContainTextAsync("dividing 12");
    }

    [Fact]
    public async Task The_timeline_has_attempts_and_tool_calls_and_leads_to_sub_workflows()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Refused, Samples.Outer, Samples.Quick);
        var refused = await engine.RunAsync("refused");
        var outer = await engine.RunAsync("outer");
        await using var visit = await browser.VisitAsync(engine);

        await visit.GoAsync($"executions/{refused.ExecutionId}");
        await Expect(visit.Page.Locator("[data-kind=attempt][data-step=ask]")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-kind=call][data-step=ask]")).ToHaveCountAsync(2);
        await Expect(visit.Panel("Why it failed")).ToContainTextAsync("TOOL_FAILED");

        await visit.GoAsync($"executions/{outer.ExecutionId}");
        await Expect(visit.Page.Locator("[data-step=after][data-status=skipped]")).ToContainTextAsync("its condition was false");
        await visit.Page.Locator("[data-kind=attempt][data-step=inner] a").ClickAsync();
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("quick");
        await visit.Link(outer.ExecutionId).ClickAsync();
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("outer");
    }

    [Fact]
    public async Task From_log_to_execution_to_trace_and_back_by_clicks()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Fails, Samples.Quick);
        await engine.RunAsync("quick");
        var failed = await engine.RunAsync("fails");
        await using var visit = await browser.VisitAsync(engine);

        await visit.GoAsync("logs?level=ERROR");
        await visit.Page.Locator(".log-execution").First.ClickAsync();
        await Expect(visit.Page.Locator(".above")).ToContainTextAsync(failed.ExecutionId);
        await Expect(visit.Page.GetByTitle("Open the trace")).ToHaveAttributeAsync("href", $"http://127.0.0.1:3000/trace/{failed.TraceId}");
        await visit.Link("Search it").ClickAsync();
        await Expect(visit.Page.Locator(".log li").First).ToContainTextAsync("Workflow failed");

        await visit.GoAsync($"executions?text={failed.TraceId}");
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(1);
    }
}
