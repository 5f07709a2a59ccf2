using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Python;

/// <summary>Finds Python that cannot run when a workflow is loaded, not when it runs.</summary>
internal sealed class PythonCheck(ICodeRunner runner) : IWorkflowCheck
{
    public bool IsStatic => true;

    public async Task<IReadOnlyList<Problem>> CheckAsync(WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var steps = workflow.Steps.Where(s => s.Type == StepType.Code && s.Code is not null).ToArray();
        var lines = steps.Length > 0 ? workflow.Source.Split('\n') : [];
        var problems = new List<Problem>();
        foreach (var step in steps)
        {
            try
            {
                var found = await runner.CheckAsync(step.Code!, cancellationToken);
                problems.AddRange(found.Select(p => InFile(p, step, lines)));
            }
            catch (AelException e)
            {
                // Without Python the file is not wrong, and its other steps can run: one warning says what will fail.
                problems.Add(new Problem(
                    e.Error.Code, $"steps[{step.Index}].code", step.CodeLine, 0, $"the code was not checked: {e.Error.Message}", e.Error.Suggestion)
                {
                    Severity = ProblemSeverity.Warning,
                });
                break;
            }
        }

        return problems;
    }

    private static Problem InFile(CodeProblem found, StepDefinition step, string[] lines)
    {
        var line = step.CodeLine + found.Line - 1;
        return new Problem(found.Code, $"steps[{step.Index}].code", line, Column(found, step, lines, line), found.Message, found.Suggestion);
    }

    // YAML took the indentation off the code; in quoted scalars and such the column in the file cannot be known.
    private static int Column(CodeProblem found, StepDefinition step, string[] lines, int line)
    {
        var code = step.Code!.Split('\n');
        if (found.Line > code.Length || line > lines.Length)
        {
            return 0;
        }

        var text = code[found.Line - 1].TrimEnd();
        var indent = text.Length == 0 ? -1 : lines[line - 1].IndexOf(text, StringComparison.Ordinal);
        return indent < 0 ? 0 : indent + found.Column;
    }
}
