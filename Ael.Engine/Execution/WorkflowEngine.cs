using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>The one process that runs workflows by itself: admission, start, stop, and looking at them.</summary>
internal sealed class WorkflowEngine(
    IWorkflowCatalogue catalogue, IWorkflowValidator validator, IExecutionStore store, ExecutionFactory factory, WorkflowRunner runner,
    ExecutionJournal journal, LiveExecutions live, AelTelemetry telemetry, ExecutionMetrics metrics, TraceHolds holds, EngineLimits limits, EngineOptions options, TimeProvider time) : IWorkflowEngine
{
    private readonly Admission _admission = new(limits);

    public EngineLoad Load => new(_admission.Active, _admission.Queued, limits.MaxConcurrent, limits.MaxQueued);

    public async Task<ExecutionHandle> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var (run, completion) = await BeginAsync(request, cancellationToken);
            return new ExecutionHandle(run.Id, completion) { LogScope = run.LogScope };
        }
        catch (AelException e)
        {
            metrics.Failed(e);
            throw;
        }
    }

    /// <summary>
    /// As <see cref="StartAsync"/>, for who drives executions itself: the run may leave this engine before it ends. A refusal is not counted as an error,
    /// since another engine may take what this one does not.
    /// </summary>
    public async Task<(ExecutionRun Run, Task<ExecutionResult> Completion)> BeginAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var definition = request.Definition ?? catalogue.Get(request.Workflow);
        var parent = request.Parent != default ? request.Parent : Activity.Current?.Context ?? default;
        var place = _admission.Enter();
        var (run, invalid) = factory.Create(definition, request.Inputs, request.Source, null, place.IsQueued, request.RerunOf, request.ExecutionId, request.ExecutionId is null ? default : parent);
        run.TraceId = parent == default ? null : parent.TraceId.ToHexString();
        live.Add(run);
        // The caller's span may end before this one's begins.
        holds.Add(parent.TraceId);
        try
        {
            // To the end, even when the caller goes meanwhile: a record without anybody who drives it would look as if it ran for ever.
            await store.CreateAsync(run.Record, CancellationToken.None);
        }
        catch
        {
            holds.Remove(parent.TraceId);
            live.Remove(run);
            run.Dispose();
            _ = LeaveAsync(place);
            throw;
        }

        return (run, DriveAsync(run, invalid, place, parent, request.CallerWaits));
    }

    public bool Cancel(string executionId, string reason) =>
        live.Find(executionId)?.Stop(new AelError(ErrorCode.Cancelled, reason)) ?? false;

    public async ValueTask<bool> CancelAsync(string executionId, string reason)
    {
        var why = new AelError(ErrorCode.Cancelled, reason);
        if (live.Find(executionId)?.Stop(why) is not true)
        {
            return false;
        }

        try
        {
            await store.StopRequestedAsync(executionId, journal.Redacted(why)!, CancellationToken.None);
        }
        catch (AelException e)
        {
            // It stops all the same; only a crash before its end could now forget that it was to.
            metrics.Failed(e);
        }

        return true;
    }

    /// <summary>Drives on what an engine before this one began. It was admitted then and is not refused now, however many there are.</summary>
    public Task<ExecutionResult> Resume(ExecutionRun run, AelError? invalid)
    {
        var place = _admission.EnterAgain();
        live.Add(run);
        return DriveAsync(run, invalid, place, TraceParents.Read(run.Record.TraceParent), callerWaits: false);
    }

    public async Task<ExecutionHandle> RerunAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken) =>
        await StartAsync(await RepeatAsync(executionId, inputs, source, cancellationToken), cancellationToken);

    /// <summary>The request that starts the same again.</summary>
    /// <exception cref="AelException">As <see cref="RerunAsync"/>.</exception>
    public async Task<StartRequest> RepeatAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken)
    {
        var record = await store.GetAsync(executionId, cancellationToken)
            ?? throw new AelException(ErrorCode.ParamInvalid, $"there is no execution '{executionId}'", suggestion: "List them with GET /api/v1/executions.");
        if (inputs is null && record.Result.Inputs.GetRawText().Contains(Redactor.Hidden, StringComparison.Ordinal))
        {
            throw new AelException(
                ErrorCode.ParamInvalid, $"the inputs of execution '{executionId}' hold secrets, which were not stored", suggestion: "Run it again with its `inputs` given in full.");
        }

        var validation = await validator.ValidateAsync(record.Definition, null, all: false, cancellationToken);
        var definition = validation.Definition
            ?? throw new AelException(ErrorCode.WorkflowInvalid, $"the workflow of execution '{executionId}' is no longer valid", string.Join('\n', validation.Problems));
        return new StartRequest(definition.Name, inputs ?? record.Result.Inputs, source)
        {
            Definition = definition,
            RerunOf = new RerunOrigin(executionId, Context(record.Result)),
        };
    }

    public async ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) =>
        live.Find(executionId) is { Events.Ended: false } run ? run.Snapshot() : await store.GetAsync(executionId, cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public async ValueTask<IAsyncEnumerable<ExecutionEvent>?> WatchAsync(string executionId, CancellationToken cancellationToken)
    {
        if (live.Find(executionId) is { } run)
        {
            return run.Events.WatchAsync(cancellationToken);
        }

        return await store.GetAsync(executionId, cancellationToken) is { Result: { CompletedAt: { } at } result } ? EndOnly(result, at) : null;
    }

    /// <summary>The limits have changed: who waits may begin.</summary>
    public void LimitsChanged() => _admission.LimitsChanged();

    /// <summary>Takes nothing new from now on.</summary>
    public void Close() => _ = _admission.CloseAsync();

    /// <summary>Takes nothing new, lets what runs go on for the grace period, then stops it and waits for its end.</summary>
    public async Task DrainAsync()
    {
        // By places and not by what is live: one that is being admitted now has a place, and not always more than that.
        var ended = _admission.CloseAsync();
        try
        {
            await ended.WaitAsync(options.Execution.ShutdownGrace, time);
        }
        catch (TimeoutException)
        {
            foreach (var run in live.All)
            {
                run.Stop(new AelError(ErrorCode.Cancelled, "the engine is shutting down"));
            }

            await ended;
        }
    }

    /// <summary>What a watcher sees who comes after the end.</summary>
    public static async IAsyncEnumerable<ExecutionEvent> EndOnly(ExecutionResult result, DateTimeOffset at)
    {
        await ValueTask.CompletedTask;
        yield return new ExecutionEvent(ExecutionEventTypes.ExecutionEnded, result.ExecutionId, at)
        {
            Sequence = 1,
            Result = result,
            StepsEnded = result.Steps.Count(s => s.Status != StepStatus.Pending),
            StepsTotal = result.Steps.Count,
        };
    }

    private static ActivityContext Context(ExecutionResult result) =>
        result is { TraceId: { } trace, SpanId: { } span }
            ? new ActivityContext(ActivityTraceId.CreateFromString(trace), ActivitySpanId.CreateFromString(span), ActivityTraceFlags.Recorded, isRemote: true)
            : default;

    // A place that never runs: waiting in the queue for its turn is the simplest way to give it back in order.
    private static async Task LeaveAsync(Admission.Place place)
    {
        await place.WaitAsync(CancellationToken.None);
        place.Leave();
    }

    private async Task<ExecutionResult> DriveAsync(ExecutionRun run, AelError? invalid, Admission.Place place, ActivityContext parent, bool callerWaits)
    {
        if (!callerWaits)
        {
            // The caller has its answer before the first step runs.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        // The caller's span ends long before an asynchronous execution does: its context is passed on by value instead.
        Activity.Current = null;
        var placed = false;
        try
        {
            placed = await QueueAsync(run, place);
            if (placed && run.Record.Result.Status == ExecutionStatus.Pending)
            {
                await store.StartedAsync(run.Id, time.GetUtcNow(), CancellationToken.None);
            }
        }
        catch (ExecutionMovedException)
        {
            run.Leave();
        }
        catch (AelException e)
        {
            // Counted by the runner, as inputs are that do not fit.
            invalid ??= e.Error;
        }

        try
        {
            return await runner.RunAsync(run, invalid, parent);
        }
        finally
        {
            if (placed)
            {
                place.Leave();
            }
        }
    }

    // False: it was stopped while it waited, and holds no place.
    private async Task<bool> QueueAsync(ExecutionRun run, Admission.Place place)
    {
        if (!place.IsQueued)
        {
            return true;
        }

        telemetry.QueuedWorkflows.Add(1);
        try
        {
            await place.WaitAsync(run.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            telemetry.QueuedWorkflows.Add(-1);
        }
    }
}
