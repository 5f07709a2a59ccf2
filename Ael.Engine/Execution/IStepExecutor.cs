using System.Text.Json;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Carries out one type of step. A new type is one implementation and its registration.</summary>
internal interface IStepExecutor
{
    StepType Type { get; }

    /// <summary>One attempt. Its time limit and the execution's end both come as cancellation.</summary>
    /// <exception cref="Errors.AelException">Why the attempt failed.</exception>
    ValueTask<JsonElement> RunAsync(StepAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>Runs a workflow step's sub-workflow to its end, as an execution of its own.</summary>
internal interface IChildExecutions
{
    Task<ExecutionResult> RunChildAsync(StepAttempt parent, WorkflowDefinition definition, JsonElement inputs, CancellationToken cancellationToken);
}

/// <summary>What a <c>foreach</c> calls an element.</summary>
internal sealed record ForeachVariable(string Name, JsonElement Value);

/// <param name="Run">The execution.</param>
/// <param name="Step">The step.</param>
/// <param name="Record">Where the attempt leaves its traces.</param>
/// <param name="Number">From 1.</param>
/// <param name="Item">Index within <c>foreach</c>; null outside.</param>
/// <param name="Variable">The <c>foreach</c> variable; null outside.</param>
/// <param name="Scope">What the step's templates see.</param>
/// <param name="Children">Starts sub-workflows.</param>
internal sealed record StepAttempt(
    ExecutionRun Run, StepDefinition Step, StepRecorder Record, int Number, int? Item, ForeachVariable? Variable, IScope Scope,
    IChildExecutions Children)
{
    /// <summary>The execution that a workflow step has started; null until it has.</summary>
    public string? ChildExecutionId { get; set; }
}
