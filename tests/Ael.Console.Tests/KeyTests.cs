using System.Security.Cryptography;
using System.Text;
using Ael.Console.Tests.Support;
using Ael.Engine.Configuration;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

/// <summary>The console of an engine that asks for keys.</summary>
public sealed class KeyTests(Browser browser)
{
    private static readonly string[] s_scopes = ["read", "run", "admin"];

    [Fact]
    public async Task Nothing_is_shown_without_a_key_and_a_wrong_one_is_refused()
    {
        await using var engine = await ConsoleEngine.StartAsync(WithKeys, Samples.Quick);
        await using var visit = await browser.VisitAsync(engine);
        visit.Expected.Add("401");
        foreach (var place in new[] { "overview", "workflows", "workflows/quick", "executions", "executions/exec-1", "tools", "tools/tools/echo", "telemetry", "logs" })
        {
            await visit.Page.GotoAsync($"{engine.Address}#/{place}");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("This engine asks for a key");
            await Expect(visit.Page.Locator("body")).Not.ToContainTextAsync("echo");
        }

        await visit.Page.GetByLabel("API key").FillAsync("wrong");
        await visit.Button("Open the console").ClickAsync();
        await Expect(visit.Page.GetByText("The engine does not know this key.")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("API key").FillAsync("secret-of-read");
        await visit.Button("Open the console").ClickAsync();
        await Expect(visit.Page.GetByText("Live")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_that_may_read_can_look_at_everything_and_neither_run_nor_cancel_nor_call()
    {
        await using var engine = await ConsoleEngine.StartAsync(WithKeys, Samples.Greet);
        var run = await engine.StartAsync("greet", new { name = "Ada" });
        await using var visit = await browser.VisitAsync(engine);
        await OpenAsync(visit, engine, "read");

        await visit.GoAsync($"executions/{run.ExecutionId}");
        await Expect(visit.Status).ToHaveTextAsync("running");
        await Expect(visit.Button("Cancel")).ToBeDisabledAsync();
        await Expect(visit.Button("Run again")).ToBeDisabledAsync();
        await visit.GoAsync("workflows/greet");
        await Expect(visit.Button("Run")).ToBeDisabledAsync();
        await Expect(visit.Panel("Run")).ToContainTextAsync("lacks the scope 'run'");
        await visit.GoAsync("tools/tools/echo");
        await Expect(visit.Button("Call")).ToBeDisabledAsync();
        await visit.GoAsync("tools");
        await Expect(visit.Button("Ask the servers again")).ToBeDisabledAsync();

        // What the page does not offer, the engine does not do either.
        visit.Expected.Add("403");
        foreach (var path in new[] { $"executions/{run.ExecutionId}/cancel", $"executions/{run.ExecutionId}/rerun", "workflows/greet/execute", "tools/echo/call", "tools/refresh" })
        {
            var status = await visit.Page.EvaluateAsync<int>(
                "async (path) => (await fetch(`/api/v1/${path}`, { method: 'POST', headers: { authorization: 'Bearer secret-of-read' } })).status", path);
            Assert.Equal(403, status);
        }

        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_key_that_may_run_runs_and_is_forgotten_on_request()
    {
        await using var engine = await ConsoleEngine.StartAsync(WithKeys, Samples.Quick);
        await using var visit = await browser.VisitAsync(engine);
        await OpenAsync(visit, engine, "run");
        await visit.GoAsync("workflows/quick");
        await visit.Button("Run").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("completed");

        await visit.Button("Forget the key").ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("This engine asks for a key");
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("sessionStorage.length"));
        // Another tab has to be given it anew.
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync(engine.Address.ToString());
        await Expect(other.Locator("h1")).ToHaveTextAsync("This engine asks for a key");
    }

    private static async Task OpenAsync(Visit visit, ConsoleEngine engine, string scope)
    {
        visit.Expected.Add("401");
        await visit.Page.GotoAsync(engine.Address.ToString());
        await visit.Page.GetByLabel("API key").FillAsync("secret-of-" + scope);
        await visit.Button("Open the console").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".connection")).ToHaveTextAsync("Live");
    }

    private static EngineOptions WithKeys(EngineOptions options) => options with
    {
        Security = options.Security with
        {
            ApiKeys = [.. s_scopes.Select(s => new ApiKeyOptions(s, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret-of-" + s))), [s]))],
        },
    };
}
