using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>
/// Reads <c>inputs</c>: a list of names, <c>name: default</c> and <c>name: {type, ...}</c>, or a mapping of the latter two.
/// A mapping as a value always describes; an object as a default stands under its <c>default</c>.
/// </summary>
internal sealed class InputReader(ProblemList problems)
{
    // A pattern that a workflow's author writes must not stall the engine.
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<string, string> s_otherTongues = new()
    {
        ["str"] = "string",
        ["text"] = "string",
        ["int"] = "integer",
        ["long"] = "integer",
        ["float"] = "number",
        ["double"] = "number",
        ["bool"] = "boolean",
        ["list"] = "array",
        ["dict"] = "object",
        ["map"] = "object",
        ["mapping"] = "object",
    };

    private readonly List<InputDefinition> _inputs = [];
    private readonly Dictionary<string, YamlNode> _seen = [];

    public IReadOnlyList<InputDefinition> Read(YamlNode? node)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Item(item);
                }

                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Named(entry);
                }

                break;
            default:
                problems.WasOfOtherType(node, "a list or a mapping", "write `inputs: [name]`, or one a line after '- '");
                break;
        }

        return _inputs;
    }

    private void Item(YamlNode item)
    {
        switch (item)
        {
            case YamlScalar { IsString: true } name:
                Add(name, new InputDefinition(name.Text));
                break;
            case YamlMapping { Entries: [var only] }:
                Named(only);
                break;
            case YamlMapping { Entries.Count: > 1 } mapping when mapping.Find("name")?.Value is YamlScalar { IsString: true } name:
                problems.Add(item, "an input's name is its key", $"write `- {name.Text}: {{type: ...}}`");
                break;
            case YamlMapping { Entries.Count: > 1 } mapping:
                problems.Add(item, "this entry has several names", $"write '- ' before '{mapping.Entries[1].Key.Text}', or indent the keys that describe '{mapping.Entries[0].Key.Text}'");
                break;
            default:
                problems.WasOfOtherType(item, "an input", "write `- name`, `- name: default` or `- name: {type: string}`");
                break;
        }
    }

    private void Named(YamlEntry entry)
    {
        var name = entry.Key.Text;
        switch (entry.Value)
        {
            case YamlMapping mapping:
                Add(entry.Key, Described(name, new MapReader(mapping, "input", problems)));
                break;
            case YamlScalar { IsNull: true }:
                Add(entry.Key, new InputDefinition(name));
                break;
            default:
                if (entry.Value is YamlScalar { IsString: true } word && InputTypes.TryGet(word.Text, out _))
                {
                    problems.Add(new Problem(ErrorCode.WorkflowInvalid, word.Path, word.Line, word.Column, $"'{word.Text}' is taken as the default of '{name}'",
                        $"for its type write `{name}: {{type: {word.Text}}}`")
                    { Severity = ProblemSeverity.Warning });
                }

                var value = entry.Value.ToJson();
                Add(entry.Key, new InputDefinition(name) { Type = InputTypes.Of(value), Required = false, Default = value });
                break;
        }
    }

    private void Add(YamlScalar name, InputDefinition input)
    {
        if (!WorkflowName.IsId(input.Name))
        {
            problems.Add(name, $"'{input.Name}' cannot be an input's name", $"use {WorkflowName.IdForm}");
        }
        else if (!_seen.TryAdd(input.Name, name))
        {
            problems.Add(name, $"the input '{input.Name}' is here twice, first in line {_seen[input.Name].Line}", "remove or rename one of them");
        }
        else
        {
            _inputs.Add(input);
        }
    }

    private InputDefinition Described(string name, MapReader map)
    {
        var allowed = Enum(map);
        var defaultNode = map.Node("default") is YamlScalar { IsNull: true } ? null : map.Node("default");
        var defaultValue = defaultNode?.ToJson();
        var type = Type(map) ?? (defaultValue ?? (allowed.Count > 0 ? allowed[0] : null)) switch
        {
            { } value => InputTypes.Of(value),
            null => InputType.String,
        };
        var input = new InputDefinition(name)
        {
            Type = type,
            Required = Required(map, defaultNode),
            Description = map.Text("description"),
            Enum = allowed,
            Pattern = Pattern(map, type),
            Minimum = Bound(map, "minimum", type),
            Maximum = Bound(map, "maximum", type),
        };
        map.Close();
        if (input.Minimum > input.Maximum)
        {
            problems.Add(map.Node("maximum")!, "maximum is below minimum", "swap them");
        }

        Consistent(map, input);
        return defaultNode is null || !Fits(input, defaultValue!.Value, defaultNode, "the default", out var typed) ? input : input with { Default = typed };
    }

    private InputType? Type(MapReader map)
    {
        if (map.Node("type") is not { } node)
        {
            return null;
        }

        if (node is YamlScalar { IsString: true } scalar && s_otherTongues.TryGetValue(scalar.Text.ToLowerInvariant(), out var ours))
        {
            problems.Add(node, $"there is no type '{scalar.Text}'", $"did you mean '{ours}'?");
            return InputTypes.TryGet(ours, out var type) ? type : null;
        }

        return ScalarReader.Choice(node, problems, InputTypes.ByName);
    }

    private bool Required(MapReader map, YamlNode? defaultNode)
    {
        var required = map.Boolean("required");
        if (required == true && defaultNode is not null)
        {
            problems.Add(defaultNode, "an input that is required never uses its default", "remove `required: true` or the default");
        }

        return required ?? defaultNode is null;
    }

    private List<JsonElement> Enum(MapReader map)
    {
        var items = map.Items("enum");
        if (items is { Count: 0 })
        {
            problems.Add(map.Node("enum")!, "no value is allowed", "list the allowed values, or remove the key");
        }

        return [.. (items ?? []).Select(i => i.ToJson())];
    }

    private Regex? Pattern(MapReader map, InputType type)
    {
        if (map.Text("pattern", allowEmpty: false) is not { } pattern)
        {
            return null;
        }

        var node = (YamlScalar)map.Node("pattern")!;
        if (type != InputType.String)
        {
            problems.Add(node, $"a pattern is for strings, the type is {InputTypes.NameOf(type)}", "remove it, or use `type: string`");
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, s_matchTimeout);
        }
        catch (RegexParseException e)
        {
            var (line, column) = ScalarPlace.Of(node, e.Offset);
            problems.Add(new Problem(ErrorCode.WorkflowInvalid, node.Path, line, column, $"'{pattern}' is no regular expression: {JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Error.ToString()).Replace('_', ' ')}", "correct it; a literal ( [ \\ . needs a \\ before it"));
            return null;
        }
    }

    private double? Bound(MapReader map, string key, InputType type)
    {
        var bound = map.Number(key);
        if (bound is not null && type is not (InputType.Integer or InputType.Number))
        {
            problems.Add(map.Node(key)!, $"{key} is for numbers, the type is {InputTypes.NameOf(type)}", $"remove it, or use `type: number`");
            return null;
        }

        return bound;
    }

    // Values of the enum obey the type; pattern and bounds apply to what is given, so an enum beyond them could never be met.
    private void Consistent(MapReader map, InputDefinition input)
    {
        foreach (var item in map.Items("enum") ?? [])
        {
            Fits(input with { Enum = [] }, item.ToJson(), item, "this value", out _);
        }
    }

    private bool Fits(InputDefinition input, JsonElement value, YamlNode at, string what, out JsonElement typed)
    {
        var complaint = InputRules.Check(input, value, out typed);
        if (complaint is not null)
        {
            problems.Add(at, $"{what} of input '{input.Name}': {complaint.Message}", complaint.Suggestion);
        }

        return complaint is null;
    }
}
