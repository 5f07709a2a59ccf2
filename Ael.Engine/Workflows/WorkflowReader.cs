using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Reads a workflow's YAML and checks all that the file alone can tell.</summary>
internal sealed class WorkflowReader(EngineOptions options)
{
    /// <summary>
    /// The workflow as far as it can be read: a definition comes out beside problems too, for the checks that look at single steps. Only one
    /// without errors can run. Null when there is nothing to look at.
    /// </summary>
    public WorkflowDefinition? Read(string yaml, string? file, ProblemList problems)
    {
        var root = YamlLoader.Load(yaml, problems);
        if (root is null)
        {
            if (!problems.HasErrors)
            {
                problems.Add(new YamlScalar("$", 1, 1, "", ScalarKind.Null), "the file is empty", "start with `name:`, `version:` and `steps:`");
            }

            return null;
        }

        if (MapReader.Open(root, "workflow", problems, "start with `name:`, `version:` and `steps:`") is not { } map)
        {
            return null;
        }

        var name = Name(map);
        var version = Version(map);
        var inputs = new InputReader(problems).Read(map.Node("inputs"));
        var defaults = map.Section("defaults") is { } section ? StepDefaults.Read(section) : StepDefaults.None;
        var drafts = Steps(map, defaults);
        var templates = new TemplateReader(problems);
        var (output, outputs) = new OutputReader(templates, problems).Read(map);
        var linker = new StepLinker(drafts, problems);
        var steps = linker.Link();
        Check(drafts, templates, new ReferenceCheck(inputs.Select(i => i.Name).ToHashSet(), linker, options.Templates.Env, problems));
        Recursion(name, version, drafts, problems);
        var definition = new WorkflowDefinition
        {
            Name = name ?? "",
            Version = version ?? "",
            Description = map.Text("description"),
            Tags = map.Texts("tags") ?? [],
            Timeout = map.Duration("timeout"),
            Inputs = inputs,
            Steps = steps,
            Output = output,
            Outputs = outputs,
            Source = yaml,
            File = file,
        };
        map.Close();
        return definition;
    }

    private static string? Name(MapReader map)
    {
        if (map.Required("name") is not { } node || ScalarReader.Text(node, map.Problems) is not { } name)
        {
            return null;
        }

        if (!WorkflowName.IsName(name))
        {
            map.Problems.Add(node, $"'{name}' cannot be a workflow's name", $"use {WorkflowName.NameForm}");
        }

        return name;
    }

    private static string? Version(MapReader map)
    {
        if (map.Required("version", "add `version: \"1.0.0\"`") is not { } node || ScalarReader.Written(node, map.Problems) is not { } version)
        {
            return null;
        }

        if (!WorkflowName.IsVersion(version))
        {
            map.Problems.Add(node, $"'{version}' cannot be a version", $"use {WorkflowName.VersionForm}");
        }

        return version;
    }

    private IReadOnlyList<StepDraft> Steps(MapReader map, StepDefaults defaults)
    {
        if (map.Required("steps", "add `steps:` and at least one step") is not { } node || map.Items("steps") is not { } items)
        {
            return [];
        }

        if (items.Count == 0)
        {
            map.Problems.Add(node, "there are no steps", "add a step: `- id: first`, then `tool:`, `code:` or `workflow:`");
        }

        if (items.Count > options.Execution.MaxSteps)
        {
            map.Problems.Add(node, $"{items.Count} steps are more than `execution.max_steps` ({options.Execution.MaxSteps}) allows", "move some into a workflow of their own, or raise the limit");
            return [];
        }

        var reader = new StepReader(defaults, map.Problems);
        return [.. items.Select(reader.Read)];
    }

    private static void Check(IReadOnlyList<StepDraft> drafts, TemplateReader outputs, ReferenceCheck check)
    {
        // Without steps every name of one would be a problem of its own, and say nothing.
        if (drafts.Count == 0)
        {
            return;
        }

        foreach (var draft in drafts)
        {
            check.Check(draft.References);
        }

        check.Check(outputs.References);
    }

    private static void Recursion(string? name, string? version, IReadOnlyList<StepDraft> drafts, ProblemList problems)
    {
        foreach (var draft in drafts)
        {
            if (draft is { Step.WorkflowName: { } called, Workflow: { } at } && called == name && (draft.Step.WorkflowVersion ?? version) == version)
            {
                problems.Add(new Problem(ErrorCode.WorkflowRecursion, at.Path, at.Line, at.Column,
                    $"the workflow calls itself: {name} -> {name}", "use `foreach` for repetition, or call another workflow"));
            }
        }
    }
}
