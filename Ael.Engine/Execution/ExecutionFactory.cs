using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Turns a request into an execution: plan, inputs, record. Nothing is stored or started here.</summary>
internal sealed class ExecutionFactory(IRedactor redactor, IWorkflowCatalogue catalogue, EngineInstance instance, TimeProvider time)
{
    private readonly ConditionalWeakTable<WorkflowDefinition, ExecutionPlan> _plans = [];

    /// <summary>The execution, and why it cannot run when its inputs do not fit.</summary>
    public (ExecutionRun Run, AelError? Invalid) Create(
        WorkflowDefinition definition, JsonElement inputs, string source, StepAttempt? parent, bool queued, RerunOrigin? rerunOf = null,
        string? id = null, ActivityContext caller = default)
    {
        var checkedInputs = InputValidator.Validate(definition, inputs);
        var accepted = checkedInputs.Valid || checkedInputs.Unreadable ? checkedInputs.Values : inputs;
        var now = time.GetUtcNow();
        var record = new ExecutionRecord
        {
            Source = source,
            CreatedAt = now,
            ParentExecutionId = parent?.Run.Id,
            ParentStepId = parent?.Step.Id,
            ParentItem = parent?.Item,
            ParentAttempt = parent?.Number,
            Definition = definition.Source,
            Owner = instance.Id,
            TraceParent = TraceParents.Of(caller),
            Result = new ExecutionResult
            {
                ExecutionId = id ?? ExecutionIds.Next(),
                Workflow = definition.Name,
                Version = definition.Version,
                Status = queued ? ExecutionStatus.Pending : ExecutionStatus.Running,
                Inputs = redactor.Redact(accepted),
                Steps = [],
            },
        };
        return (Run(record, definition, accepted, parent, null, rerunOf), checkedInputs.Error);
    }

    /// <summary>An execution as its record has it, with the steps that have ended; and why it cannot run when its inputs do not fit.</summary>
    /// <param name="record">As stored.</param>
    /// <param name="definition">Read from the record.</param>
    /// <param name="resumption">What else the store has of it.</param>
    /// <param name="parent">For sub-workflows: the attempt that takes it over.</param>
    /// <param name="inputs">For sub-workflows: the inputs anew; else those of the record, where redaction may have been.</param>
    public (ExecutionRun Run, AelError? Invalid) Restore(
        ExecutionRecord record, WorkflowDefinition definition, Resumption resumption, StepAttempt? parent, JsonElement? inputs)
    {
        var given = inputs ?? record.Result.Inputs;
        // What redaction left need not fit the rules any more, and fitted them before.
        var checkedInputs = inputs is null && given.GetRawText().Contains(Redactor.Hidden, StringComparison.Ordinal) ? null : InputValidator.Validate(definition, given);
        var own = record with { Owner = instance.Id, Result = record.Result with { Steps = [] } };
        var run = Run(own, definition, checkedInputs is { Valid: true } ? checkedInputs.Values : given, parent, resumption, null);
        foreach (var step in resumption.Steps.Where(s => run.Plan.StepIndex.ContainsKey(s.Id)))
        {
            run.StepEnded(run.Plan.StepIndex[step.Id], step, step);
            run.AddOutput(Json.Size(step.Output ?? JsonConstants.Null));
        }

        if (record.StopError is { } stop)
        {
            run.Stop(stop);
        }

        return (run, checkedInputs?.Error);
    }

    private ExecutionRun Run(
        ExecutionRecord record, WorkflowDefinition definition, JsonElement inputs, StepAttempt? parent, Resumption? resumption, RerunOrigin? rerunOf)
    {
        var plan = _plans.GetValue(definition, static d => new ExecutionPlan(d));
        var chain = (parent?.Run.Chain ?? []).Append(definition.Name).ToImmutableArray();
        var labels = RunLabels.Of(definition, record.Source, catalogue);
        return new ExecutionRun(plan, record, labels, inputs, parent is null ? 0 : parent.Run.Depth + 1, chain) { StartedBy = parent, Resumed = resumption, RerunOf = rerunOf };
    }
}
