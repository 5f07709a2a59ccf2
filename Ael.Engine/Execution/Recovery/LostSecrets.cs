using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution.Recovery;

/// <summary>
/// Secrets are never stored, so a restart loses them. Finds the first that a resumed execution would still need: going on with [redacted] in its
/// place would be a silent mistake.
/// </summary>
internal static class LostSecrets
{
    /// <param name="plan">Of the workflow.</param>
    /// <param name="inputs">As they will be seen.</param>
    /// <param name="steps">Those that ended before the restart, as stored.</param>
    /// <returns>What is missing and who needs it, as part of a sentence; null when nothing is.</returns>
    public static string? Find(ExecutionPlan plan, JsonElement inputs, IReadOnlyList<StepResult> steps)
    {
        var ended = steps.ToDictionary(s => s.Id, s => s.Output ?? default, StringComparer.Ordinal);
        if (!Holds(inputs) && !ended.Values.Any(Holds))
        {
            return null;
        }

        foreach (var step in plan.Definition.Steps.Where(s => !ended.ContainsKey(s.Id)))
        {
            var lost = References(step).Select(r => Lost(r, inputs, ended)).FirstOrDefault(l => l is not null) ?? LostToCode(plan, step, inputs, ended);
            if (lost is not null)
            {
                return $"{lost}, which step '{step.Id}' needs, holds a secret";
            }
        }

        return References(plan.Definition).Select(r => Lost(r, inputs, ended)).FirstOrDefault(l => l is not null) is { } needed
            ? $"{needed}, which the output needs, holds a secret"
            : null;
    }

    private static bool Holds(JsonElement value) =>
        value.ValueKind != JsonValueKind.Undefined && value.GetRawText().Contains(Redactor.Hidden, StringComparison.Ordinal);

    private static IEnumerable<Reference> References(StepDefinition step) =>
        [.. (step.Params?.References ?? []).Select(r => r.Reference), .. step.When?.References ?? [], .. step.ForEach?.References ?? []];

    private static IEnumerable<Reference> References(WorkflowDefinition workflow) =>
        workflow.Outputs.Select(o => o.Value).Append(workflow.Output).OfType<TemplateTree>().SelectMany(t => t.References).Select(r => r.Reference);

    private static string? Lost(Reference reference, JsonElement inputs, Dictionary<string, JsonElement> ended) => reference.Path.ToArray() switch
    {
        ["inputs", .. var path] => Holds(At(inputs, path)) ? string.Join('.', reference.Path) : null,
        ["steps", var id, "output", .. var path] when ended.TryGetValue(id, out var output) => Holds(At(output, path)) ? string.Join('.', reference.Path) : null,
        ["steps", var id] when ended.TryGetValue(id, out var output) => Holds(output) ? string.Join('.', reference.Path) : null,
        ["steps"] => ended.Values.Any(Holds) ? "steps" : null,
        _ => null,
    };

    // As far as the path goes through objects: beyond, all of the value counts.
    private static JsonElement At(JsonElement value, string[] path)
    {
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return value;
            }

            if (!value.TryGetProperty(name, out var member))
            {
                return default;
            }

            value = member;
        }

        return value;
    }

    // Code may read in ways that cannot be seen from outside, so what it could mean counts.
    private static string? LostToCode(ExecutionPlan plan, StepDefinition step, JsonElement inputs, Dictionary<string, JsonElement> ended)
    {
        if (step.Code is not { } code)
        {
            return null;
        }

        if (code.Contains("inputs", StringComparison.Ordinal) && Holds(inputs))
        {
            return "an input";
        }

        var named = CodeReferences.Find(code).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var reads = code.Contains("steps", StringComparison.Ordinal);
        return ended
            .Where(e => reads && (named.Count == 0 || named.Contains(e.Key)) && plan.Sees(step.Index, plan.StepIndex[e.Key]) && Holds(e.Value))
            .Select(e => $"the output of step '{e.Key}'").FirstOrDefault();
    }
}
