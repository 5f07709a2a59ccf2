using System.Diagnostics;
using Ael.Benchmarks.Load;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Agents.AI.Workflows.InProc;

namespace Ael.Benchmarks.Peers;

/// <summary>Microsoft.Agents.AI.Workflows in process: a chain of executors that pass a number on.</summary>
/// <param name="mode"><see cref="Default"/> or <see cref="Lockstep"/>.</param>
internal sealed class AgentsChain(string mode) : IWorkload
{
    public const string Argument = "--agents";
    public const string Default = "default";
    public const string Lockstep = "lockstep";
    public const int Length = 10;

    private readonly InProcessExecutionEnvironment _environment = mode == Lockstep ? InProcessExecution.Lockstep : InProcessExecution.Default;
    private readonly Workflow _workflow = Chain();

    public long Dropped => 0;

    public async Task<double[]> RunAsync(int executions)
    {
        var took = new double[executions];
        for (var i = 0; i < executions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var run = await _environment.RunAsync(_workflow, 1);
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (run.OutgoingEvents.OfType<WorkflowOutputEvent>().Single().Data is not Length)
            {
                throw new InvalidOperationException("a run has no output, or a wrong one");
            }
        }

        return took;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Workflow Chain()
    {
        var steps = Enumerable.Range(1, Length)
            .Select(i => new Func<int, IWorkflowContext, CancellationToken, ValueTask<int>>((number, _, _) => ValueTask.FromResult(i == 1 ? 1 : number + 1))
                .BindAsExecutor($"s{i}", null, false)).ToList();
        var builder = new WorkflowBuilder(steps[0]);
        for (var i = 1; i < Length; i++)
        {
            builder.AddEdge(steps[i - 1], steps[i]);
        }

        return builder.WithOutputFrom([steps[^1]]).Build();
    }
}
