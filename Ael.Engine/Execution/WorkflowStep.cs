using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>A step with <c>workflow:</c>.</summary>
internal sealed class WorkflowStep(IWorkflowCatalogue catalogue, EngineOptions options) : IStepExecutor
{
    private readonly TemplateLimits _limits = new(options.Templates.MaxOutput);

    public StepType Type => StepType.Workflow;

    public async ValueTask<JsonElement> RunAsync(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var step = attempt.Step;
        var definition = catalogue.Find(step.WorkflowName!, step.WorkflowVersion) ?? throw WorkflowLookup.NotFound(catalogue, step.WorkflowName!, step.WorkflowVersion);
        CheckDepth(attempt.Run, definition.Name);
        var inputs = step.Params?.Evaluate(attempt.Scope, _limits) ?? Json.EmptyObject;
        var result = await attempt.Children.RunChildAsync(attempt, definition, inputs, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Status == ExecutionStatus.Completed)
        {
            return result.Output ?? JsonConstants.Null;
        }

        var status = JsonSerializer.SerializeToElement(result.Status).GetString();
        throw new AelException(new AelError(ErrorCode.StepFailed, $"workflow '{definition.Name}' ended {status}: {result.Error?.Message}")
        {
            ExecutionId = result.ExecutionId,
            Suggestion = $"Look at execution {result.ExecutionId}.",
            Cause = result.Error,
        });
    }

    private void CheckDepth(ExecutionRun run, string name)
    {
        var chain = string.Join(" -> ", run.Chain.Append(name));
        if (run.Chain.Contains(name))
        {
            throw new AelException(ErrorCode.WorkflowRecursion, $"workflow '{name}' leads back to itself: {chain}");
        }

        if (run.Depth >= options.Execution.MaxDepth)
        {
            throw new AelException(
                ErrorCode.WorkflowRecursion, $"workflow steps are nested deeper than {options.Execution.MaxDepth}: {chain}",
                suggestion: "Flatten the chain, or raise `execution.max_depth`.");
        }
    }
}
