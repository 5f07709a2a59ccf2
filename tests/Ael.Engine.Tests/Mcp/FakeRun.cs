using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Mcp;

/// <summary>One execution in the hands of a test.</summary>
internal sealed class FakeRun(string id, StartRequest request)
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly TaskCompletionSource<ExecutionResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<ExecutionEvent> _events = Channel.CreateUnbounded<ExecutionEvent>();
    private readonly TaskCompletionSource<string> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = id;

    public StartRequest Request { get; } = request;

    public Task<ExecutionResult> Completion => _end.Task;

    /// <summary>The reason given, once somebody cancels.</summary>
    public Task<string> Cancelled => _cancelled.Task;

    /// <summary>Whether <see cref="Cancel"/> also ends the execution, as the engine does.</summary>
    public bool EndsWhenCancelled { get; set; } = true;

    public ExecutionRecord Record => new()
    {
        Result = _end.Task.IsCompletedSuccessfully ? _end.Task.Result : Result(ExecutionStatus.Running),
        Source = Request.Source,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Definition = "",
        Owner = "test",
    };

    public void StepEnded(string step, int ended, int total, StepStatus status = StepStatus.Completed) => _events.Writer.TryWrite(
        new ExecutionEvent("step_ended", Id, DateTimeOffset.UnixEpoch)
        {
            StepId = step,
            StepsEnded = ended,
            StepsTotal = total,
            Step = new StepResult { Id = step, Type = "code", Status = status, DurationMs = 12 },
        });

    public void Log(string line) => _events.Writer.TryWrite(new ExecutionEvent("log", Id, DateTimeOffset.UnixEpoch) { Text = line });

    public void Complete(JsonElement? output) => End(Result(ExecutionStatus.Completed) with { Output = output });

    public void Fail(AelError error, params IReadOnlyList<StepResult> steps) =>
        End(Result(ExecutionStatus.Failed) with { Error = error, Steps = steps });

    public bool Cancel(string reason)
    {
        var first = _cancelled.TrySetResult(reason);
        if (EndsWhenCancelled && !_end.Task.IsCompleted)
        {
            End(Result(ExecutionStatus.Cancelled) with { Error = new AelError(ErrorCode.Cancelled, reason) });
        }

        return first;
    }

    public async IAsyncEnumerable<ExecutionEvent> Events([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }

    private void End(ExecutionResult result)
    {
        _events.Writer.TryComplete();
        _end.TrySetResult(result);
    }

    private ExecutionResult Result(ExecutionStatus status) => new()
    {
        ExecutionId = Id,
        Workflow = Request.Workflow,
        Version = "1.0",
        Status = status,
        TraceId = TraceId,
        Inputs = Request.Inputs,
        Steps = [],
    };
}
