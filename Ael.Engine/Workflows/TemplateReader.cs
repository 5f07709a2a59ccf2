using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Parses the templates of one part of a file (a step, the outputs) and gathers what they name.</summary>
internal sealed partial class TemplateReader(ProblemList problems)
{
    private readonly List<PlacedReference> _references = [];
    private readonly Dictionary<string, Template> _parsed = new(StringComparer.Ordinal);

    public IReadOnlyList<PlacedReference> References => _references;

    /// <summary>A value whose strings may be templates. Null when one of them is none.</summary>
    /// <param name="node">The value.</param>
    /// <param name="variable">The <c>foreach</c> variable that can be seen in it.</param>
    public TemplateTree? Tree(YamlNode node, string? variable = null)
    {
        if (!Strings(node).Aggregate(true, (good, scalar) => Parse(scalar, variable) && good))
        {
            return null;
        }

        return TemplateTree.Parse(node.ToJson(), (_, _) => { }, Once);
    }

    /// <summary>As <see cref="Expression"/>; <c>true</c> and <c>false</c> need no quotes.</summary>
    public Template? Condition(YamlNode node) => node is YamlScalar { Kind: ScalarKind.Boolean } flag
        ? Template.ParseExpression(CoreSchema.ToBoolean(flag.Text) ? "true" : "false")
        : Expression(node);

    /// <summary>An expression whose braces are optional.</summary>
    public Template? Expression(YamlNode node)
    {
        if (node is not YamlScalar { IsString: true } scalar || string.IsNullOrWhiteSpace(scalar.Text))
        {
            problems.WasOfOtherType(node, "an expression", "write it in quotes: \"steps.a.output.count > 0\"");
            return null;
        }

        return Parse(scalar, Template.ParseExpression, null);
    }

    /// <summary>As <see cref="Expression"/>, for a place that takes a tree (<c>from</c>).</summary>
    public TemplateTree? ExpressionTree(YamlNode node)
    {
        if (Expression(node) is not { } expression)
        {
            return null;
        }

        var text = expression.Text.Trim();
        var template = text.StartsWith("{{", StringComparison.Ordinal) ? text : $"{{{{ {text} }}}}";
        return TemplateTree.Parse(JsonSerializer.SerializeToElement(template), (_, _) => { });
    }

    private bool Parse(YamlScalar scalar, string? variable)
    {
        if (Parse(scalar, Once, variable) is not { } template)
        {
            return false;
        }

        if (template.IsLiteral && BarePath().IsMatch(scalar.Text))
        {
            problems.Add(new Problem(ErrorCode.TemplateError, scalar.Path, scalar.Line, scalar.Column,
                $"'{scalar.Text}' is taken as plain text", $"for its value write \"{{{{ {scalar.Text} }}}}\"")
            { Severity = ProblemSeverity.Warning });
        }

        return true;
    }

    // Each text is looked at twice: for its references, and as a part of the whole value.
    private Template Once(string text)
    {
        if (!_parsed.TryGetValue(text, out var template))
        {
            _parsed.Add(text, template = Template.Parse(text));
        }

        return template;
    }

    private Template? Parse(YamlScalar scalar, Func<string, Template> parse, string? variable)
    {
        try
        {
            var template = parse(scalar.Text);
            _references.AddRange(template.References.Select(r => new PlacedReference(r, scalar) { Variable = variable }));
            return template;
        }
        catch (TemplateSyntaxException e)
        {
            var (line, column) = ScalarPlace.Of(scalar, e.Offset);
            problems.Add(new Problem(ErrorCode.TemplateError, scalar.Path, line, column, e.Message, e.Suggestion ?? "see docs/reference/templates.md for the language"));
            return null;
        }
    }

    private static IEnumerable<YamlScalar> Strings(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(e => Strings(e.Value)),
        YamlSequence sequence => sequence.Items.SelectMany(Strings),
        YamlScalar { IsString: true } scalar => [scalar],
        _ => [],
    };

    [GeneratedRegex(@"^(?:steps|inputs)\.[A-Za-z_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BarePath();
}
