using System.Text.Json;

namespace Ael.Stack.Tests.Servers;

/// <summary>A mixed load: success, failure, timeout, cancellation, slow ones, several tools, sub-workflows.</summary>
internal static class Load
{
    public static readonly IReadOnlyList<string> Workflows =
    [
        """
        name: good
        version: "1.0"
        inputs: [ { text: one two three } ]
        steps:
          - { id: count, tool: text_stats, params: { text: "{{ inputs.text }}" } }
          - { id: read, tool: file_read, params: { path: note.txt }, depends_on: [] }
          - { id: both, code: "return context.steps['count'].output['words']", depends_on: [count, read] }
        output: "{{ steps.both.output }}"
        """,
        """
        name: outer
        version: "1.0"
        steps: [ { id: inner, workflow: good, params: { text: deep down } } ]
        output: "{{ steps.inner.output }}"
        """,
        """
        name: failing
        version: "1.0"
        steps:
          - { id: begin, tool: text_stats, params: { text: before the failure } }
          - { id: read, tool: file_read, params: { path: missing.txt }, retry: { max_attempts: 2, delay: 10ms } }
        """,
        """
        name: raising
        version: "1.0"
        steps: [ { id: raise, code: "raise ValueError('on purpose')" } ]
        """,
        """
        name: slow
        version: "1.0"
        inputs: [ { seconds: 1 } ]
        steps: [ { id: wait, timeout: 1m, code: "import time\ntime.sleep(context.inputs['seconds'])\nreturn 'late'" } ]
        """,
        """
        name: late
        version: "1.0"
        steps: [ { id: wait, timeout: 200ms, code: "import time\ntime.sleep(30)" } ]
        """,
        """
        name: endless
        version: "1.0"
        timeout: 10m
        steps: [ { id: wait, timeout: 10m, code: "import time\ntime.sleep(600)" } ]
        """,
    ];

    /// <summary>A round of everything; gives the ids of the executions with how each ended.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunAsync(ServingEngine engine, CancellationToken cancellationToken)
    {
        var cancelled = await engine.BeginAsync("endless", new { }, cancellationToken);
        await engine.UntilAsync($"/api/v1/executions/{cancelled}", e => e.GetProperty("status").GetString() == "running", cancellationToken);
        string[] names = ["good", "outer", "failing", "raising", "slow", "late", "good"];
        var results = await Task.WhenAll(names.Select(name => engine.RunAsync(name, new { }, cancellationToken)));
        using var answer = await engine.Http.PostAsync(new Uri($"/api/v1/executions/{cancelled}/cancel", UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return [.. results, await engine.EndAsync(cancelled, cancellationToken)];
    }

    /// <summary>One kind of execution several times at once.</summary>
    public static Task<JsonElement[]> RunAsync(ServingEngine engine, string workflow, int times, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(_ => engine.RunAsync(workflow, new { }, cancellationToken)));
}
