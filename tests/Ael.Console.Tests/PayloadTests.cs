using System.Text.Json;
using Ael.Console.Tests.Support;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using static Microsoft.Playwright.Assertions;

namespace Ael.Console.Tests;

/// <summary>Whatever people, tools and agents write is shown as text.</summary>
public sealed class PayloadTests(Browser browser)
{
    /// <summary>Each would set <c>window.harm</c>, or leave an element behind, where it became more than text.</summary>
    public static readonly string[] Payloads =
    [
        "<script>window.harm=1</script>",
        "<img src=x onerror=\"window.harm=1\" class=harm>",
        "<svg class=harm><script>window.harm=1</script></svg>",
        "\"><b class=harm>bold</b>",
        "'><iframe class=harm srcdoc=\"<script>parent.harm=1</script>\">",
        "</textarea></pre></style></script><b class=harm>",
        "<!--<b class=harm>--><b class=harm>",
        "<math><mtext><table><mglyph><style><img class=harm src=x onerror=window.harm=1>",
        "javascript:window.harm=1",
        "{{constructor.constructor('window.harm=1')()}}",
        "${window.harm=1}",
        "`${window.harm=1}`",
        "<${window.harm=1} />",
        "&lt;b class=harm&gt;",
        "\u202Egnirts desrever\u202C",
        "<a class=harm href=\"javascript:window.harm=1\">a</a>",
        "__proto__",
        "]]><b class=harm>",
    ];

    [Fact]
    public async Task Markup_scripts_and_templates_are_text_in_inputs_outputs_logs_names_and_errors()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick);
        var ids = new List<string>();
        foreach (var (payload, i) in Payloads.Select((p, i) => (p, i)))
        {
            ids.Add(await AddAsync(engine.Store, payload, i));
        }

        await using var visit = await browser.VisitAsync(engine);
        foreach (var (id, payload) in ids.Zip(Payloads))
        {
            await visit.GoAsync($"executions/{id}?step={Uri.EscapeDataString(payload)}");
            await Expect(visit.Panel("Inputs")).ToContainTextAsync(payload);
            await Expect(visit.Panel("Output")).ToContainTextAsync(payload);
            await Expect(visit.Panel("Log")).ToContainTextAsync(payload);
            await Expect(visit.Panel("Why it failed")).ToContainTextAsync(payload);
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync(payload);
            await HarmlessAsync(visit);
        }

        foreach (var place in new[] { "overview", "executions", "logs", "telemetry", $"executions?text={Uri.EscapeDataString(Payloads[0])}", $"workflows/{Uri.EscapeDataString(Payloads[1])}", $"tools/x/{Uri.EscapeDataString(Payloads[2])}", Uri.EscapeDataString(Payloads[3]) })
        {
            visit.Expected.Add("404");
            await visit.GoAsync(place);
            await HarmlessAsync(visit);
        }
    }

    [Fact]
    public async Task Results_and_errors_of_tools_are_text()
    {
        await using var engine = await ConsoleEngine.StartAsync(null, Samples.Quick, Samples.Refused);
        await using var visit = await browser.VisitAsync(engine);
        visit.Expected.Add("502");
        foreach (var payload in Payloads)
        {
            await engine.RunAsync("quick", new { text = payload });
            var refused = await engine.RunAsync("refused", new { why = payload });
            await visit.GoAsync($"executions/{refused.ExecutionId}?step=ask");
            await Expect(visit.Panel("Inputs")).ToContainTextAsync(payload);
            await HarmlessAsync(visit);
        }

        await visit.GoAsync("tools/tools/echo");
        await visit.Page.GetByLabel("text", new() { Exact = false }).FillAsync(Payloads[1]);
        await visit.Button("Call").ClickAsync();
        await Expect(visit.Panel("Result")).ToContainTextAsync(Payloads[1]);
        await HarmlessAsync(visit);
    }

    private static async Task HarmlessAsync(Visit visit)
    {
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.harm === undefined"));
        await Expect(visit.Page.Locator(".harm, iframe, img, [href^='javascript:']")).ToHaveCountAsync(0);
        visit.NothingIsWrong();
    }

    private static async Task<string> AddAsync(IExecutionStore store, string payload, int i)
    {
        var id = $"exec-{i:x12}";
        var at = DateTimeOffset.UtcNow;
        var text = JsonSerializer.SerializeToElement(new Dictionary<string, object> { [payload] = new[] { payload } });
        var error = new AelError(ErrorCode.ToolFailed, payload) { Detail = payload, Suggestion = payload, StepId = payload, Tool = payload };
        var step = new StepResult
        {
            Id = payload,
            Type = "tool_call",
            Status = StepStatus.Failed,
            Attempt = 1,
            StartedAt = at,
            DurationMs = 1,
            Output = text,
            Error = error,
            Log = payload,
        };
        var result = new ExecutionResult
        {
            ExecutionId = id,
            Workflow = payload,
            Version = payload,
            Status = ExecutionStatus.Running,
            StartedAt = at,
            TraceId = payload,
            Inputs = text,
            Steps = [step],
        };
        await store.CreateAsync(new ExecutionRecord { Result = result, Source = payload, CreatedAt = at, Definition = $"name: {payload}\nsteps:\n  - id: {payload}\n", Owner = "test" }, CancellationToken.None);
        var call = new ToolCallRecord(payload, null, 1, payload, payload, text, at, 1, error);
        await store.StepEndedAsync(id, new StepEnd(step, [new AttemptRecord(payload, null, 1, at, 1, error, null)], [call]), CancellationToken.None);
        store.Log(new LogLine(id, at, "ERROR", payload, payload, payload));
        await store.EndedAsync(
            result with { Status = ExecutionStatus.Failed, CompletedAt = at.AddMilliseconds(1), DurationMs = 1, Output = text, Error = new AelError(ErrorCode.StepFailed, payload) { Cause = error } },
            CancellationToken.None);
        return id;
    }
}
