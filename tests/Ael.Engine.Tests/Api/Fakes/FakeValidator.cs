using System.Text.RegularExpressions;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Api.Fakes;

/// <summary>Takes any YAML with a name and steps.</summary>
internal sealed class FakeValidator : IWorkflowValidator
{
    public Task<ValidationResult> ValidateAsync(string yaml, string? file, bool all, CancellationToken cancellationToken)
    {
        var definition = Read(yaml);
        IReadOnlyList<Problem> problems = definition is null
            ? [
                new(ErrorCode.WorkflowInvalid, "name", 1, 1, "a workflow needs a name", "add `name: my-workflow`"),
                new(ErrorCode.WorkflowInvalid, "steps", 1, 1, "a workflow needs steps"),
            ]
            : [];
        return Task.FromResult(new ValidationResult(definition, problems));
    }

    public static WorkflowDefinition? Read(string yaml)
    {
        var name = Regex.Match(yaml, "^name: *([a-z-]+)", RegexOptions.Multiline);
        return name.Success && yaml.Contains("steps:", StringComparison.Ordinal)
            ? FakeCatalogue.Definition(name.Groups[1].Value, "1.0") with { Source = yaml }
            : null;
    }
}
