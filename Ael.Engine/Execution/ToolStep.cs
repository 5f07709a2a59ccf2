using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Expressions;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>A step with <c>tool:</c>.</summary>
internal sealed class ToolStep(ToolInvoker invoker, EngineOptions options) : IStepExecutor
{
    private readonly TemplateLimits _limits = new(options.Templates.MaxOutput);

    public StepType Type => StepType.ToolCall;

    public ValueTask<JsonElement> RunAsync(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var arguments = attempt.Step.Params?.Evaluate(attempt.Scope, _limits) ?? Json.EmptyObject;
        return invoker.CallAsync(attempt, attempt.Step.Server, attempt.Step.Tool!, arguments, cancellationToken);
    }
}
