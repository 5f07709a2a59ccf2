using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Checks that what templates name exists: roots, inputs, steps and their members, permitted environment variables.</summary>
internal sealed class ReferenceCheck(IReadOnlyCollection<string> inputs, StepLinker steps, IReadOnlyList<string> environment, ProblemList problems)
{
    private static readonly string[] s_stepMembers = ["output", "status", "success", "error", "duration_ms"];
    private static readonly string[] s_workflowMembers = ["name", "version"];
    private static readonly string[] s_roots = ["inputs", "steps", "workflow", "execution_id", "env"];

    public void Check(IReadOnlyList<PlacedReference> references)
    {
        foreach (var reference in references)
        {
            if (problems.Full)
            {
                return;
            }

            Check(reference);
        }
    }

    private void Check(PlacedReference reference)
    {
        switch (reference.Reference.Path)
        {
            case ["inputs", var name, ..] when !inputs.Contains(name):
                Report(reference, $"there is no input '{name}'", UnknownInput(name));
                break;
            case ["steps", var id, ..] path:
                if (steps.Exists(id, ErrorCode.TemplateError, reference.At.Path, () => reference.Place) && path.Count > 2 && !s_stepMembers.Contains(path[2]))
                {
                    var member = path[2];
                    Report(reference, $"a step has no '{member}'",
                        DidYouMean.Near(member, s_stepMembers).Count > 0 ? DidYouMean.Suggest(member, s_stepMembers) : $"did you mean 'steps.{id}.output.{member}'? A step has {string.Join(", ", s_stepMembers)}");
                }

                break;
            case ["workflow", var name, ..] when !s_workflowMembers.Contains(name):
                Report(reference, $"workflow has no '{name}'", DidYouMean.Suggest(name, s_workflowMembers));
                break;
            case ["env", var name, ..] when !environment.Contains(name):
                Report(reference, $"the environment variable {name} may not be read", $"add {name} to `templates.env` in the configuration");
                break;
            case [var root, ..] when !s_roots.Contains(root) && root != reference.Variable:
                Report(reference, $"there is no '{root}' here", UnknownRoot(reference, root));
                break;
        }
    }

    private string UnknownInput(string name)
    {
        if (inputs.Count == 0)
        {
            return $"declare it: `inputs: [{name}]`";
        }

        // `inputs.first-day` is a subtraction.
        return inputs.FirstOrDefault(i => i.StartsWith(name + "-", StringComparison.Ordinal)) is { } dashed
            ? $"write inputs[\"{dashed}\"]: a '-' after a dot is a minus"
            : DidYouMean.Suggest(name, inputs) ?? "use an input that is declared";
    }

    private string? UnknownRoot(PlacedReference reference, string root)
    {
        if (inputs.Contains(root))
        {
            return $"did you mean 'inputs.{root}'?";
        }

        if (steps.Ids.Contains(root))
        {
            return $"did you mean 'steps.{root}.output'?";
        }

        return DidYouMean.Suggest(root, reference.Variable is { } variable ? [.. s_roots, variable] : s_roots);
    }

    private void Report(PlacedReference reference, string message, string? suggestion)
    {
        var (line, column) = reference.Place;
        problems.Add(new Problem(ErrorCode.TemplateError, reference.At.Path, line, column, message, suggestion));
    }
}
