using System.Text.Json;
using Ael.Console.Tests.Support;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

public sealed class ManyExecutionsTests(Browser browser)
{
    private const int Many = 10_000;

    // As many as the list shows at once.
    private const int Few = 100;

    private const int Slower = 4;

    // The best of so many tries counts: a busy machine makes any single one slow.
    private const int Tries = 6;

    // From the change of a filter to the rows on the screen, measured in the page.
    private const string Measure = """
        async ([name, value, wanted]) => {
          const input = document.querySelector(`[name=${name}]`);
          const start = performance.now();
          input.value = value;
          input.dispatchEvent(new Event(input.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
          const shown = () => [...document.querySelectorAll("tr[data-execution]")];
          while (shown().length === 0 || !shown().every((row) => row.innerText.includes(wanted))) {
            await new Promise(requestAnimationFrame);
          }
          return performance.now() - start;
        }
        """;

    [Fact]
    public async Task Ten_thousand_executions_are_filtered_within_a_second()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick, Samples.Fails);
        await using var few = await ConsoleEngine.StartAsync(null, Samples.Quick, Samples.Fails);
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => AddAsync(engine.Store, i)));
        await Task.WhenAll(Enumerable.Range(0, Few).Select(i => AddAsync(few.Store, i)));
        await using var visit = await browser.VisitAsync(engine);
        await using var calm = await browser.VisitAsync(few);

        foreach (var (name, value, wanted) in new[] { ("status", "failed", "failed"), ("workflow", "fails", "fails"), ("text", "needle-77", "exec-"), ("span", "7d", "exec-") })
        {
            var best = double.MaxValue;
            var limit = 1000d;
            for (var i = 0; i < Tries && best >= limit; i++)
            {
                best = Math.Min(best, await FilterAsync(visit, name, value, wanted));
                if (best >= limit)
                {
                    // A machine that is busy with other tests takes its time for a hundred as well.
                    limit = Math.Max(limit, Slower * await FilterAsync(calm, name, value, wanted));
                }
            }

            Assert.True(best < limit, $"{name}={value} took {best:0} ms; {limit:0} are allowed");
        }

        await visit.Button("Show older ones").ClickAsync();
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(200);
    }

    private static async Task<double> FilterAsync(Visit visit, string name, string value, string wanted)
    {
        await visit.GoAsync("overview");
        await visit.GoAsync("executions");
        await Expect(visit.Page.Locator("tr[data-execution]")).ToHaveCountAsync(Few);
        return await visit.Page.EvaluateAsync<double>(Measure, new object[] { name, value, wanted });
    }

    private static async Task AddAsync(IExecutionStore store, int i)
    {
        var failed = i % 10 == 0;
        var at = DateTimeOffset.UtcNow.AddSeconds(-i);
        var result = new ExecutionResult
        {
            ExecutionId = $"exec-{i:x12}",
            Workflow = failed ? "fails" : "quick",
            Version = "1.0",
            Status = ExecutionStatus.Running,
            StartedAt = at,
            Inputs = JsonSerializer.SerializeToElement(new { text = $"needle-{i}" }),
            Steps = [],
        };
        await store.CreateAsync(new ExecutionRecord { Result = result, Source = "rest", CreatedAt = at, Definition = Samples.Quick.Yaml, Owner = "test" }, CancellationToken.None);
        await store.EndedAsync(
            result with
            {
                Status = failed ? ExecutionStatus.Failed : ExecutionStatus.Completed,
                CompletedAt = at.AddMilliseconds(40),
                DurationMs = 40,
                Error = failed ? new AelError(ErrorCode.ToolFailed, "the tool said no") : null,
            },
            CancellationToken.None);
    }
}
