using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Executions of every kind and end: success, failure, timeout, cancellation, retry, every way to be skipped, nested, foreach.</summary>
internal static class MetricLoad
{
    public static readonly IReadOnlyList<string> Workflows =
    [
        """
        name: good
        version: "1"
        inputs: [ { word: hi } ]
        steps:
          - { id: a, tool: echo, params: { text: "{{ inputs.word }}" } }
          - { id: b, code: "return context.tools.call('echo', {'text': 'from code'})" }
        output: "{{ steps.b.output }}"
        """,
        """
        name: skips
        version: "1"
        steps:
          - { id: condition, tool: echo, params: { text: x }, when: "false" }
          - { id: passed_over, tool: fail, on_error: skip, depends_on: [] }
          - { id: follows, tool: echo, params: { text: x }, depends_on: [ passed_over ] }
          - { id: absent, tool: nowhere, on_missing_tool: skip, depends_on: [] }
          - { id: end, tool: echo, params: { text: x }, run_if: always }
        """,
        """
        name: retries
        version: "1"
        steps: [ { id: again, tool: fail, retry: { max_attempts: 3, delay: 0 } } ]
        """,
        """
        name: slow_step
        version: "1"
        steps: [ { id: hangs, tool: hang, timeout: 50ms }, { id: after, tool: echo, params: { text: x } } ]
        """,
        """
        name: slow_workflow
        version: "1"
        timeout: 80ms
        steps: [ { id: hangs, tool: hang } ]
        """,
        """
        name: slow_code
        version: "1"
        steps: [ { id: waits, code: "context.tools.call('hang', {})", timeout: 150ms, on_error: skip } ]
        """,
        """
        name: endless
        version: "1"
        steps: [ { id: hangs, tool: hang }, { id: after, code: return 1 } ]
        """,
        """
        name: bad_code
        version: "1"
        steps:
          - { id: raises, code: "raise ValueError('on purpose')", on_error: skip }
          - { id: passes_on, code: "return context.tools.call('fail', {'text': 'x'})", on_error: skip }
          - { id: catches, code: "try:\n    context.tools.call('fail', {'text': 'x'})\nexcept Exception:\n    return 1" }
        """,
        """
        name: each
        version: "1"
        inputs: [ { words: [a, b, c] } ]
        steps:
          - { id: all, tool: echo, foreach: "{{ inputs.words }}", concurrency: 2, params: { text: "{{ item }}" } }
          - { id: none, tool: fail, foreach: "{{ inputs.words }}", on_error: skip, params: { text: "{{ item }}" } }
          - { id: no_list, tool: echo, foreach: "{{ inputs }}", on_error: skip, params: { text: "{{ item }}" } }
        """,
        """
        name: nested
        version: "1"
        steps:
          - { id: works, workflow: good, params: { word: deep } }
          - { id: breaks, workflow: retries, on_error: skip }
          - { id: late, workflow: endless, timeout: 80ms, on_error: skip }
        """,
        """
        name: nested_endless
        version: "1"
        steps: [ { id: inner, workflow: endless } ]
        """,
        """
        name: bad_template
        version: "1"
        inputs: [ { list: [] } ]
        steps: [ { id: a, tool: echo, params: { text: "{{ inputs.list[3] }}" }, on_error: skip } ]
        output: "{{ inputs.list[5] }}"
        """,
        """
        name: needs
        version: "1"
        inputs: [ must ]
        steps: [ { id: a, tool: echo, params: { text: "{{ inputs.must }}" } } ]
        """,
    ];

    /// <summary>Runs all of it, some at the same time, and gives back when everything has ended.</summary>
    public static async Task RunAsync(MetricEngine engine, int rounds = 1)
    {
        for (var round = 0; round < rounds; round++)
        {
            string[] byThemselves =
                ["good", "good", "skips", "retries", "slow_step", "slow_workflow", "slow_code", "bad_code", "each", "nested", "bad_template", "needs"];
            var endless = new List<ExecutionHandle> { await engine.StartAsync("endless"), await engine.StartAsync("nested_endless") };
            var ending = new List<Task<ExecutionResult>>();
            foreach (var workflow in byThemselves)
            {
                ending.Add((await engine.StartAsync(workflow)).Completion);
            }

            foreach (var handle in endless)
            {
                await HangsAsync(engine, handle.ExecutionId);
                Assert.True(engine.Engine.Cancel(handle.ExecutionId, "enough"));
                ending.Add(handle.Completion);
            }

            await Task.WhenAll(ending).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        }
    }

    // Its first step has begun.
    private static async Task HangsAsync(MetricEngine engine, string executionId)
    {
        await foreach (var happened in (await engine.Engine.WatchAsync(executionId, TestContext.Current.CancellationToken))!)
        {
            if (happened.Type == ExecutionEventTypes.StepStarted)
            {
                return;
            }
        }
    }
}
