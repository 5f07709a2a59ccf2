using System.Net.Http.Json;
using Ael.Reliability.Inside;
using Ael.Reliability.Support;
using Ael.TestSupport;

namespace Ael.Reliability.Load;

/// <summary>Many executions with failures of every kind among them. What the engine holds at the end is what it held after the first tenth.</summary>
internal sealed class Soak(int executions)
{
    private const int Callers = 16;

    private static readonly (string Name, string Step)[] s_workflows =
    [
        ("good", "{ id: s, tool: mark, params: { execution: x, step: good } }"),
        ("code", "{ id: s, code: \"return {'n': sum(range(100))}\" }"),
        ("raises", "{ id: s, code: \"raise ValueError('no')\" }"),
        ("not-json", "{ id: s, code: \"return object()\" }"),
        ("fails", "{ id: s, tool: fail, params: {} }"),
        ("missing", "{ id: s, tool: nobody-has-this, params: {} }"),
        ("template", "{ id: s, tool: mark, params: { execution: \"{{ [1][execution_id | length] }}\", step: x } }"),
        ("times-out", "{ id: s, timeout: 30ms, tool: pause, params: { ms: 10000 } }"),
        ("retries", "{ id: s, retry: { max_attempts: 3, delay: 5ms }, tool: fail, params: {} }"),
        ("killed", "{ id: s, timeout: 100ms, code: \"while True: pass\" }"),
        ("composed", "{ id: s, workflow: good, params: {} }"),
        ("each", "{ id: s, foreach: \"{{ [1, 2, 3] }}\", concurrency: 3, tool: mark, params: { execution: x, step: each } }"),
    ];

    private int _next;

    public async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new ServedFolder("storage: { path: ael.db, retention_age: 1m }");
        foreach (var (name, step) in s_workflows)
        {
            folder.Add(name, $"name: {name}\nversion: \"1.0\"\nsteps:\n  - {step}\n");
        }

        await using var engine = await folder.ServeAsync(cancellationToken, InsideView.Environment(folder.Socket));
        var looks = new List<SoakLook>();
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            var until = (int)((long)executions * tenth / 10);
            await RunToAsync(engine, until, cancellationToken);
            looks.Add(await LookAsync(engine, folder.Socket, until, collect: tenth == 10, cancellationToken));
        }

        return new SoakReport(looks);
    }

    private async Task RunToAsync(ServingEngine engine, int until, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var n = Interlocked.Increment(ref _next); n <= until; n = Interlocked.Increment(ref _next))
            {
                // Killed workers are dear: one in ten of the others.
                var workflow = s_workflows[n % s_workflows.Length].Name;
                workflow = workflow == "killed" && n % 10 != 0 ? "good" : workflow;
                using var response = await engine.Http.PostAsJsonAsync($"/api/v1/workflows/{workflow}/execute", new { inputs = new { } }, cancellationToken);
                response.EnsureSuccessStatusCode();
            }

            Interlocked.Decrement(ref _next);
        }));

    // Idle: what is only on its way out shall be out.
    private static async Task<SoakLook> LookAsync(ServingEngine engine, string socket, int executions, bool collect, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(
            async () => (await engine.GetAsync("/api/v1/info", cancellationToken)).GetProperty("load").GetProperty("active").GetInt32() == 0, () => "the engine stays busy", cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var id = engine.Process.Id;
        var resident = Resident.Bytes(id);
        return new SoakLook(
            executions, resident, Resident.Descriptors(id), Resident.Threads(id), engine.Process.Descendants().Count, await InsideView.AskAsync(socket, collect, cancellationToken));
    }
}
