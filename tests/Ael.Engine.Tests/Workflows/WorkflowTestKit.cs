using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Workflows;

/// <summary>Reads workflows the way the engine does, without anything around it.</summary>
internal static class WorkflowTestKit
{
    public static readonly EngineOptions Options = new()
    {
        Templates = new TemplateOptions { Env = ["HOME"] },
        Execution = new ExecutionOptions { MaxSteps = 20 },
    };

    public static (WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems) Read(string yaml)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);
        var definition = new WorkflowReader(Options).Read(yaml, null, problems);
        return (problems.HasErrors ? null : definition, problems.ToList());
    }

    /// <summary>The definition of YAML that has no problem at all, by the reader's judgement and by the schema's.</summary>
    public static WorkflowDefinition Good(string yaml)
    {
        var (definition, problems) = Read(yaml);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Null(WorkflowSchema.Refuses(yaml));
        return definition!;
    }

    /// <summary>A workflow of that one step, given by keys after <c>id: a</c>.</summary>
    public static StepDefinition GoodStep(string keys, string top = "") =>
        Good($"name: w\nversion: 1\n{top}\nsteps:\n- id: a\n  {keys.ReplaceLineEndings("\n  ")}\n").Steps[0];
}
