using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Reads one entry of <c>steps</c>.</summary>
internal sealed class StepReader(StepDefaults defaults, ProblemList problems)
{
    private const int MostConcurrency = 1000;

    // A variable of that name would hide a root, or could not be named at all.
    private static readonly string[] s_takenNames =
        ["inputs", "steps", "workflow", "execution_id", "env", "true", "false", "null", "none", "and", "or", "not", "in", "if", "else", "is"];

    public StepDraft Read(YamlNode node, int index)
    {
        if (MapReader.Open(node, "step", problems, "a step is a mapping: `- id: name`, then `tool:`, `code:` or `workflow:`") is not { } map)
        {
            return new StepDraft(null, null, node);
        }

        var templates = new TemplateReader(problems);
        var id = Id(map);
        var (type, target) = Kind(map);
        var forEach = map.Node("foreach") is { } forEachNode ? templates.Expression(forEachNode) : null;
        var variable = Variable(map);
        var (onError, retry) = Failure(map);
        var dependsOn = DependsOn(map);
        var step = new StepDefinition
        {
            Id = id ?? "",
            Type = type ?? StepType.Code,
            Index = index,
            Line = node.Line,
            WaitsFor = [],
            Tool = map.Node("tool") is { } tool ? NotTemplated(tool) : null,
            Server = Only(map, "mcp", StepType.ToolCall, type) is { } server ? NotTemplated(server) : null,
            Code = target is YamlScalar { IsString: true } code && type == StepType.Code ? code.Text : null,
            CodeLine = target is YamlScalar line && type == StepType.Code ? ScalarPlace.FirstLine(line) : 0,
            Params = Params(map, type, templates, map.Node("foreach") is null ? null : variable),
            When = map.Node("when") is { } when ? templates.Condition(when) : null,
            ForEach = forEach,
            As = variable,
            Concurrency = NeedsForEach(map, "concurrency") is { } concurrency ? (int?)ScalarReader.Integer(concurrency, problems, 1, MostConcurrency) ?? 1 : 1,
            Timeout = map.Duration("timeout") ?? defaults.Timeout,
            OnError = onError,
            Retry = retry,
            OnMissingTool = Only(map, "on_missing_tool", StepType.ToolCall, type) is { } missing ? ScalarReader.Choice<OnMissingTool>(missing, problems) ?? default : default,
            RunIf = map.Choice<RunIf>("run_if") ?? default,
            DependsOn = dependsOn is null ? null : [.. dependsOn.Select(d => d.Text).Distinct()],
        };
        var workflow = type == StepType.Workflow ? SubWorkflow(target!) : null;
        map.Close();
        return new StepDraft(type is null || id is null ? null : step with { WorkflowName = workflow?.Name, WorkflowVersion = workflow?.Version }, id, map.Map)
        {
            DependsOn = dependsOn,
            References = templates.References,
            Code = type == StepType.Code ? target as YamlScalar : null,
            Workflow = type == StepType.Workflow ? target : null,
        };
    }

    private string? Id(MapReader map)
    {
        if (map.Required("id", "add `id:`, a name of its own for this step") is not { } node || ScalarReader.Text(node, problems) is not { } id)
        {
            return null;
        }

        if (!WorkflowName.IsId(id))
        {
            problems.Add(node, $"'{id}' cannot be a step's id", $"use {WorkflowName.IdForm}");
            return null;
        }

        return id;
    }

    // The one of tool, code and workflow that is there, and its value.
    private (StepType? Type, YamlNode? Target) Kind(MapReader map)
    {
        (string Key, StepType Type)[] kinds = [("tool", StepType.ToolCall), ("code", StepType.Code), ("workflow", StepType.Workflow)];
        var present = kinds.Where(k => map.Node(k.Key) is not null).ToList();
        if (present.Count != 1)
        {
            problems.Add(map.Map, present.Count == 0 ? "this step does nothing: it has none of tool, code, workflow" : $"this step has {string.Join(" and ", present.Select(k => k.Key))}",
                present.Count == 0 ? "add `tool:`, `code:` or `workflow:`" : "keep one of them, and make the other a step of its own");
            return (null, null);
        }

        var node = map.Node(present[0].Key)!;
        if (present[0].Type == StepType.Code && ScalarReader.Text(node, problems, allowEmpty: false) is not null && node is YamlScalar { Style: ScalarStyle.Folded })
        {
            problems.Add(node, "'>' joins the lines of the code into one", "write `code: |`");
        }

        return (present[0].Type, node);
    }

    private string? NotTemplated(YamlNode node)
    {
        var text = ScalarReader.Text(node, problems, allowEmpty: false);
        if (text?.Contains("{{", StringComparison.Ordinal) == true)
        {
            problems.Add(node, "a template cannot stand here: which tool, server or workflow runs is fixed in the file", "use several steps, each with its `when`");
        }

        return text;
    }

    private (string Name, string? Version)? SubWorkflow(YamlNode node)
    {
        if (NotTemplated(node) is not { } text || text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        if (WorkflowName.Parse(text) is { } parsed)
        {
            return parsed;
        }

        problems.Add(node, $"'{text}' is neither a workflow's name nor name@version", "write `workflow: post-message` or `workflow: post-message@1.2.0`");
        return null;
    }

    private Expressions.TemplateTree? Params(MapReader map, StepType? type, TemplateReader templates, string? variable)
    {
        if (map.Node("params") is not { } node)
        {
            return null;
        }

        if (type == StepType.Code)
        {
            problems.Add(node, "a code step has no params", "read `context.inputs` and `context.steps` in the code");
            return null;
        }

        return map.Entries("params") is null ? null : node is YamlMapping ? templates.Tree(node, variable) : null;
    }

    private string Variable(MapReader map)
    {
        const string usual = "item";
        if (NeedsForEach(map, "as") is not { } node || ScalarReader.Text(node, problems) is not { } name)
        {
            return usual;
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || !WorkflowName.IsId(name))
        {
            problems.Add(node, $"'{name}' cannot be a variable's name", "use letters, digits and '_', no digit first");
            return usual;
        }

        if (s_takenNames.Contains(name))
        {
            problems.Add(node, $"'{name}' means something else in templates", "use another name, as in `as: item`");
            return usual;
        }

        return name;
    }

    private YamlNode? NeedsForEach(MapReader map, string key)
    {
        var node = map.Node(key);
        if (node is not null && map.Node("foreach") is null)
        {
            problems.Add(node, $"'{key}' has no meaning without foreach", $"remove '{key}', or add `foreach:`");
            return null;
        }

        return node;
    }

    private YamlNode? Only(MapReader map, string key, StepType type, StepType? actual)
    {
        var node = map.Node(key);
        if (node is not null && actual is { } other && other != type)
        {
            problems.Add(node, $"'{key}' is for steps with tool", $"remove '{key}'");
            return null;
        }

        return node;
    }

    private (OnError OnError, RetryPolicy? Retry) Failure(MapReader map)
    {
        var word = map.Choice("on_error", StepWords.OnError);
        var retry = map.Node("retry") is { } node ? RetryReader.Read(node, problems) : null;
        if (word == OnErrorWord.Retry && retry is { Wanted: false })
        {
            problems.Add(map.Node("retry")!, "on_error: retry and retry: false contradict each other", "keep one of them");
        }

        if (word == OnErrorWord.Skip && retry?.Then == OnError.Fail)
        {
            problems.Add(map.Node("retry")!, "on_error: skip and then: fail contradict each other", "keep one of them");
        }

        return defaults.Apply(word, retry);
    }

    private List<YamlScalar>? DependsOn(MapReader map)
    {
        IReadOnlyList<YamlNode> nodes;
        switch (map.Node("depends_on"))
        {
            case null:
                return null;
            case YamlSequence sequence:
                nodes = sequence.Items;
                break;
            // An empty value would mean something quite different from an absent key, so it has to be said.
            case YamlScalar { IsNull: true } empty:
                problems.Add(empty, "depends_on is empty", "write [] for a step that waits for nothing, or remove the key");
                return null;
            case { } other:
                nodes = [other];
                break;
        }

        return [.. nodes.Where(n => ScalarReader.Text(n, problems, allowEmpty: false) is not null).Cast<YamlScalar>()];
    }
}
