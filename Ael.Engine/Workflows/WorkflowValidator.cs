using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

internal sealed class WorkflowValidator(WorkflowReader reader, IEnumerable<IWorkflowCheck> checks) : IWorkflowValidator
{
    private readonly IReadOnlyList<IWorkflowCheck> _checks = [.. checks];

    public async Task<ValidationResult> ValidateAsync(string yaml, string? file, bool all, CancellationToken cancellationToken)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);
        var definition = reader.Read(yaml, file, problems);
        if (definition is not null)
        {
            problems.AddRange(await WorkflowChecks.RunAsync(_checks.Where(c => all || c.IsStatic), definition, cancellationToken));
        }

        return new ValidationResult(problems.HasErrors ? null : definition, problems.ToList());
    }
}
