using System.Text.Json;
using Ael.Engine.Expressions.Values;
using Ael.Engine.Yaml;

namespace Ael.Engine.Expressions;

/// <summary>Finds the templates in a document.</summary>
internal sealed class TreeReader(Func<string, Template> parse, Action<string, TemplateSyntaxException> onProblem)
{
    /// <summary>The tree of what holds templates; null when nothing in <paramref name="source"/> does.</summary>
    public TreeNode? Read(JsonElement source, string path) => source.ValueKind switch
    {
        JsonValueKind.String => ReadText(source, path),
        JsonValueKind.Array => ReadList(source, path),
        JsonValueKind.Object => ReadMap(source, path),
        _ => null,
    };

    private TemplateLeaf? ReadText(JsonElement source, string path)
    {
        try
        {
            var template = parse(Unicode.Decode(source, static json => json.GetString()!));
            return template.IsLiteral ? null : new TemplateLeaf(template, path);
        }
        catch (TemplateSyntaxException e)
        {
            onProblem(path, e);
        }
        catch (EvaluationException e)
        {
            onProblem(path, new TemplateSyntaxException(e.Message, 0));
        }

        return null;
    }

    private ListBranch? ReadList(JsonElement source, string path)
    {
        var items = source.EnumerateArray().Select((item, i) => (item, Node: Read(item, $"{path}[{i}]"))).ToArray();
        return items.All(i => i.Node is null) ? null : new ListBranch([.. items.Select(i => i.Node ?? new PlainLeaf(i.item))]);
    }

    private MapBranch? ReadMap(JsonElement source, string path)
    {
        var members = source.EnumerateObject().Select(p => (p.Name, p.Value, Node: Read(p.Value, Join(path, p.Name)))).ToArray();
        return members.All(m => m.Node is null) ? null : new MapBranch([.. members.Select(m => (OutputBuffer.Encode(m.Name), m.Node ?? new PlainLeaf(m.Value)))]);
    }

    // As the reader of the file spells it, so that a path leads back to its line.
    private static string Join(string path, string name) => path.Length == 0 ? YamlPath.Member("", name).TrimStart('.') : YamlPath.Member(path, name);
}
