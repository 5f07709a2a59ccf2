using System.Collections.Frozen;
using System.Text.Json;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>
/// The roots a template of one execution sees (engine.md, section 2). <paramref name="viewer"/> is the index of the step it belongs to, which
/// sees the steps before it; null for the workflow's output, which sees all. A pair adds the <c>foreach</c> variable.
/// </summary>
internal sealed class ExecutionScope(
    ExecutionRun run, IScopeObject environment, int? viewer = null, ForeachVariable? item = null) : IScope
{
    private static readonly string[] s_roots = ["inputs", "steps", "workflow", "execution_id", "env"];

    public IReadOnlyCollection<string> Roots => item is { } i ? [.. s_roots, i.Name] : s_roots;

    public bool TryGetRoot(string name, out ScopeValue value)
    {
        if (item is { } variable && variable.Name == name)
        {
            value = new ScopeValue(variable.Value);
            return true;
        }

        switch (name)
        {
            case "inputs":
                value = new ScopeValue(run.Inputs);
                return true;
            case "steps":
                value = new ScopeValue(default, new StepsScope(run, viewer));
                return true;
            case "workflow":
                value = new ScopeValue(Json.Build(w => w.WriteWorkflow(run)));
                return true;
            case "execution_id":
                value = new ScopeValue(JsonSerializer.SerializeToElement(run.Id));
                return true;
            case "env":
                value = new ScopeValue(default, environment);
                return true;
            default:
                value = default;
                return false;
        }
    }

    private sealed class StepsScope(ExecutionRun run, int? viewer) : IScopeObject
    {
        public IReadOnlyCollection<string> Names => [.. run.Definition.Steps.Where(s => Visible(s.Index)).Select(s => s.Id)];

        public bool TryGet(string name, out ScopeValue value)
        {
            if (!run.Plan.StepIndex.TryGetValue(name, out var index) || !Visible(index))
            {
                value = default;
                return false;
            }

            value = new ScopeValue(default, new StepScope(run.Step(index)));
            return true;
        }

        private bool Visible(int index) => viewer is not { } step || run.Plan.Sees(step, index);
    }

    private sealed class StepScope(StepResult? step) : IScopeObject
    {
        private static readonly JsonElement[] s_status = [.. Enum.GetValues<StepStatus>().Select(s => JsonSerializer.SerializeToElement(s))];

        private static readonly FrozenDictionary<string, Func<StepResult?, JsonElement>> s_fields = new Dictionary<string, Func<StepResult?, JsonElement>>
        {
            ["output"] = s => s?.Output ?? JsonConstants.Null,
            ["status"] = s => s_status[(int)(s?.Status ?? StepStatus.Pending)],
            ["success"] = s => s?.Status == StepStatus.Completed ? JsonConstants.True : JsonConstants.False,
            ["error"] = s => s?.Error is { } e ? JsonSerializer.SerializeToElement(e) : JsonConstants.Null,
            ["duration_ms"] = s => s?.DurationMs is { } d ? JsonSerializer.SerializeToElement(d) : JsonConstants.Null,
        }.ToFrozenDictionary(StringComparer.Ordinal);

        public IReadOnlyCollection<string> Names => s_fields.Keys;

        public bool TryGet(string name, out ScopeValue value)
        {
            var found = s_fields.TryGetValue(name, out var read);
            value = found ? new ScopeValue(read!(step)) : default;
            return found;
        }
    }
}
