using Ael.Engine.Expressions;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>
/// Reads <c>output</c> (any value with templates) or <c>outputs</c>: a mapping from names, or a list of entries with <c>name</c>. An entry has
/// <c>from</c> (an expression, braces optional; older spelling <c>from_path</c>) or <c>value</c> (any value with templates); in the mapping, what is no mapping is
/// the <c>value</c> itself.
/// </summary>
internal sealed class OutputReader(TemplateReader templates, ProblemList problems)
{
    private readonly List<OutputDefinition> _outputs = [];
    private readonly HashSet<string> _seen = [];

    public (TemplateTree? Output, IReadOnlyList<OutputDefinition> Outputs) Read(MapReader map)
    {
        var (output, outputs) = (map.Node("output"), map.Node("outputs"));
        if (output is not null && outputs is not null)
        {
            problems.Add(outputs, "a workflow has output or outputs, not both", "keep one of them");
        }

        if (output is YamlScalar { IsNull: true })
        {
            problems.Add(output, "output is empty", "give it a value, or remove the key");
        }

        Named(outputs);
        return (output is null ? null : templates.Tree(output), _outputs);
    }

    private void Named(YamlNode? node)
    {
        switch (node)
        {
            case null:
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Entry(entry);
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Item(item);
                }

                break;
            default:
                problems.WasOfOtherType(node, "a mapping or a list", "write `outputs: {name: {from: steps.x.output}}`, or use `output:` for a single value");
                break;
        }
    }

    private void Entry(YamlEntry entry)
    {
        if (entry.Value is YamlMapping mapping)
        {
            Add(entry.Key, entry.Key.Text, new MapReader(mapping, "output", problems));
        }
        else if (entry.Value is YamlScalar { IsNull: true })
        {
            problems.Add(entry.Value, $"the output '{entry.Key.Text}' is empty", "write `{from: steps.x.output}` or a value");
        }
        else if (templates.Tree(entry.Value) is { } value)
        {
            Keep(entry.Key, new OutputDefinition(entry.Key.Text, value, null) { Path = entry.Value.Path });
        }
    }

    private void Item(YamlNode item)
    {
        if (MapReader.Open(item, "listed output", problems, "write `- {name: x, from: steps.x.output}`") is not { } map)
        {
            return;
        }

        var name = map.Required("name") is { } node ? ScalarReader.Text(node, problems, allowEmpty: false) : null;
        Add(map.Node("name") ?? item, name, map);
    }

    private void Add(YamlNode at, string? name, MapReader map)
    {
        var source = map.OneOf("from", "from_path", "value");
        if (source is null)
        {
            problems.Add(map.Map, "this output has neither from nor value", "add `from: steps.x.output`, or `value:`");
        }

        // The node is a shared one: which spelling it came by says how it is read.
        var isValue = source is not null && ReferenceEquals(source, map.Node("value"));
        var value = source is null ? null : isValue ? templates.Tree(source) : templates.ExpressionTree(source);
        var description = map.Text("description");
        map.Close();
        if (name is not null && value is not null)
        {
            Keep(at, new OutputDefinition(name, value, description) { Path = source!.Path });
        }
    }

    private void Keep(YamlNode at, OutputDefinition output)
    {
        if (!_seen.Add(output.Name))
        {
            problems.Add(at, $"the output '{output.Name}' is here twice", "remove or rename one of them");
            return;
        }

        _outputs.Add(output);
    }
}
