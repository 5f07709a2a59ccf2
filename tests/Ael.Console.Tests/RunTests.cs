using Ael.Console.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

public sealed class RunTests(Browser browser)
{
    [Fact]
    public async Task A_workflow_runs_from_its_form_and_is_watched_until_it_ends()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Greet);
        await using var visit = await browser.VisitAsync(engine);
        var page = visit.Page;

        await visit.GoAsync("workflows");
        await visit.Link("greet").ClickAsync();
        await page.GetByLabel("name", new() { Exact = false }).First.FillAsync("Ada");
        await page.GetByLabel("tone", new() { Exact = false }).SelectOptionAsync(new SelectOptionValue { Label = "cold" });
        await visit.Button("Run").ClickAsync();

        // The first step has ended, the second waits for the test: seen without any reload.
        await Expect(page.Locator("[data-kind=step][data-step=first][data-status=completed]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-kind=step][data-step=hold][data-status=running]")).ToBeVisibleAsync();
        await Expect(visit.Status).ToHaveTextAsync("running");
        engine.Tools.Release();

        await Expect(visit.Status).ToHaveTextAsync("completed");
        await Expect(page.Locator("[data-kind=step][data-status=completed]")).ToHaveCountAsync(3);
        await Expect(visit.Panel("Output")).ToContainTextAsync("hello Ada (cold, 2 times)");
        await Expect(visit.Panel("Log")).ToContainTextAsync("Workflow completed");
    }

    [Fact]
    public async Task A_form_says_what_is_wrong_before_anything_runs()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Greet);
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("workflows/greet");

        var times = visit.Page.GetByLabel("times", new() { Exact = false });
        await times.FillAsync("12");
        await visit.Button("Run").ClickAsync();

        await Expect(visit.Page.GetByText("At most 9.")).ToBeVisibleAsync();
        await Expect(times).ToBeFocusedAsync();
        Assert.Contains("#/workflows/greet", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_one_is_cancelled()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Greet);
        var run = await engine.StartAsync("greet", new { name = "Ada" });
        await using var visit = await browser.VisitAsync(engine);

        await visit.GoAsync($"executions/{run.ExecutionId}");
        await visit.Button("Cancel").ClickAsync();

        await Expect(visit.Status).ToHaveTextAsync("cancelled");
        await Expect(visit.Button("Cancel")).ToHaveCountAsync(0);
        await run.Completion.WaitAsync(EngineProcess.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task It_runs_again_with_the_same_inputs_and_with_others()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        var first = await engine.RunAsync("quick", new { text = "once" });
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync($"executions/{first.ExecutionId}");

        await visit.Button("Run again").ClickAsync();
        await Expect(visit.Page.Locator(".above")).Not.ToContainTextAsync(first.ExecutionId);
        await Expect(visit.Panel("Output")).ToContainTextAsync("once and more of it");

        await visit.Button("Run with other inputs").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("text", new() { Exact = false })).ToHaveValueAsync("once");
        await dialog.GetByLabel("text", new() { Exact = false }).FillAsync("twice");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(visit.Panel("Output")).ToContainTextAsync("twice and more of it");
    }

    [Fact]
    public async Task The_same_run_is_copied_for_other_doors()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        var run = await engine.RunAsync("quick", new { text = "it's $HOME" });
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync($"executions/{run.ExecutionId}");

        await visit.Page.GetByText("Copy as").ClickAsync();
        var menu = visit.Page.Locator(".menu-body");

        await Expect(menu).ToContainTextAsync("""Ael.Engine run quick --input 'text=it'\''s $HOME'""");
        await Expect(menu).ToContainTextAsync($"curl {engine.Address}api/v1/workflows/quick/execute");
        await Expect(menu).ToContainTextAsync("\"method\": \"tools/call\"");
    }

    [Fact]
    public async Task A_tool_is_called_from_its_form()
    {
        await using var engine = await ConsoleEngine.StartAsync();
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("tools");

        await visit.Link("echo").ClickAsync();
        await visit.Page.GetByLabel("text", new() { Exact = false }).FillAsync("said back");
        await visit.Button("Call").ClickAsync();

        await Expect(visit.Panel("Result")).ToContainTextAsync("said back");
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        await using var visit = await browser.VisitAsync(engine);
        await visit.GoAsync("overview");
        var keyboard = visit.Page.Keyboard;

        await TabToAsync(visit, "Workflows");
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Workflows");
        // A new page takes the focus to its title; whoever tabs before that would lose it again.
        await Expect(visit.Page.Locator("h1")).ToBeFocusedAsync();
        await TabToAsync(visit, "quick");
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("quick");
        await Expect(visit.Page.Locator("h1")).ToBeFocusedAsync();
        await Expect(visit.Button("Run")).ToBeVisibleAsync();
        await TabToAsync(visit, "Run");
        await keyboard.PressAsync("Enter");

        await Expect(visit.Status).ToHaveTextAsync("completed");
    }

    // Also proves that whatever has the focus shows it.
    private static async Task TabToAsync(Visit visit, string name)
    {
        for (var i = 0; i < 80; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await visit.Page.EvaluateAsync<bool>("document.activeElement === document.body"))
            {
                continue;
            }

            var text = await visit.Page.EvaluateAsync<string>("document.activeElement.innerText?.trim() ?? ''");
            Assert.NotEqual("none", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
            if (text == name)
            {
                return;
            }
        }

        Assert.Fail($"'{name}' is not reached by the Tab key");
    }
}
