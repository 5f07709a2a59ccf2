using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Api.Fakes;

/// <summary>An engine whose executions do what their workflow's name says (see <see cref="FakeCatalogue"/>).</summary>
internal sealed class FakeEngine(IWorkflowCatalogue catalogue, IExecutionStore store, TimeProvider time) : IWorkflowEngine
{
    private readonly ConcurrentDictionary<string, Run> _runs = new();
    private int _count;

    public EngineLoad Load { get; set; } = new(0, 0, 64, 256);

    /// <summary>Thrown by the next start, when set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Reasons that executions were cancelled with.</summary>
    public Channel<string> Cancellations { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Ids of executions as they start.</summary>
    public Channel<string> Starts { get; } = Channel.CreateUnbounded<string>();

    public async Task<ExecutionHandle> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        var (name, version) = request.Workflow.Split('@') switch { [var n, var v] => (n, v), [var n] => (n, null), _ => ("", null) };
        var definition = request.Definition ?? catalogue.Find(name, version)
            ?? throw new AelException(ErrorCode.WorkflowNotFound, $"There is no workflow '{request.Workflow}'.");
        var id = string.Create(CultureInfo.InvariantCulture, $"exec-{Interlocked.Increment(ref _count):x12}");
        var now = time.GetUtcNow();
        var result = new ExecutionResult
        {
            ExecutionId = id,
            Workflow = definition.Name,
            Version = definition.Version,
            Status = ExecutionStatus.Running,
            StartedAt = now,
            Inputs = request.Inputs,
            Steps = [new StepResult { Id = "say", Type = "tool_call", Status = StepStatus.Running }],
        };
        await store.CreateAsync(new ExecutionRecord { Result = result, Source = request.Source, CreatedAt = now, Definition = definition.Source, Owner = "test" }, cancellationToken);
        await store.StartedAsync(id, now, cancellationToken);
        store.Log(new LogLine(id, now, "INFO", "workflow_engine", null, "started"));
        store.Log(new LogLine(id, now, "WARNING", "tool_invoker", "say", "slow"));
        var run = new Run(result);
        run.Tell(new ExecutionEvent("execution_started", id, now));
        run.Tell(new ExecutionEvent("step_started", id, now) { StepId = "say", Attempt = 1 });
        _runs[id] = run;
        if (definition.Name != "waits")
        {
            End(id, definition.Name == "fails" ? ExecutionStatus.Failed : ExecutionStatus.Completed);
        }

        await Starts.Writer.WriteAsync(id, cancellationToken);
        return new ExecutionHandle(id, run.Completion.Task);
    }

    public void End(string id, ExecutionStatus status)
    {
        var run = _runs[id];
        var result = run.Result with
        {
            Status = status,
            CompletedAt = time.GetUtcNow(),
            DurationMs = 0,
            Output = status == ExecutionStatus.Completed ? JsonElement.Parse("""{"greeting": "Grüße"}""") : null,
            Error = status == ExecutionStatus.Failed ? new AelError(ErrorCode.StepFailed, "the step 'say' failed") { StepId = "say" } : null,
            Steps = [run.Result.Steps[0] with { Status = status == ExecutionStatus.Completed ? StepStatus.Completed : StepStatus.Failed, Attempt = 1 }],
        };
        store.EndedAsync(result, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        run.Tell(new ExecutionEvent("execution_ended", id, time.GetUtcNow()) { Result = result, StepsEnded = 1, StepsTotal = 1 });
        run.Events.Writer.Complete();
        run.Completion.SetResult(result);
    }

    public bool Cancel(string executionId, string reason)
    {
        if (!_runs.TryGetValue(executionId, out var run) || run.Completion.Task.IsCompleted)
        {
            return false;
        }

        End(executionId, ExecutionStatus.Cancelled);
        return Cancellations.Writer.TryWrite(reason);
    }

    public async Task<ExecutionHandle> RerunAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken)
    {
        var before = (await GetAsync(executionId, cancellationToken))!.Result;
        return await StartAsync(new StartRequest($"{before.Workflow}@{before.Version}", inputs ?? before.Inputs, source), cancellationToken);
    }

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) => store.GetAsync(executionId, cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public ValueTask<IAsyncEnumerable<ExecutionEvent>?> WatchAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_runs.TryGetValue(executionId, out var run) ? run.ReadAsync(cancellationToken) : null);

    private sealed class Run(ExecutionResult result)
    {
        private int _sequence;

        public ExecutionResult Result { get; } = result;

        public TaskCompletionSource<ExecutionResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<ExecutionEvent> Events { get; } = Channel.CreateUnbounded<ExecutionEvent>();

        public void Tell(ExecutionEvent e) => Events.Writer.TryWrite(e with { Sequence = ++_sequence });

        public async IAsyncEnumerable<ExecutionEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var e in Events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return e;
            }
        }
    }
}
