using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Finds values in a workflow's text, for complaints that arise long after it was read. The text is read again when first asked.</summary>
internal sealed class WorkflowPlaces(string yaml)
{
    private readonly Lazy<Dictionary<string, YamlNode>> _nodes = new(() => Nodes(yaml));

    /// <summary>Line and column of a value (<c>steps[2].params.text</c>), or of a character within it; those of the file's start when there is none.</summary>
    public (int Line, int Column) Of(string path, int offset = 0) => _nodes.Value.GetValueOrDefault(path) switch
    {
        YamlScalar scalar => ScalarPlace.Of(scalar, offset),
        { } node => (node.Line, node.Column),
        null => (1, 1),
    };

    /// <summary>
    /// The problem with its exact place, where whoever found it knew only the path (column 0): that of the value, or of the nearest one around it.
    /// A line that lies further down, within the value, is known better already and kept.
    /// </summary>
    public Problem Sharpen(Problem problem)
    {
        for (var path = problem.Path; problem.Column == 0 && path.Length > 0; path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)])
        {
            if (_nodes.Value.TryGetValue(path, out var node))
            {
                return node.Line < problem.Line ? problem : problem with { Line = node.Line, Column = node.Column };
            }
        }

        return problem;
    }

    private static Dictionary<string, YamlNode> Nodes(string yaml)
    {
        Dictionary<string, YamlNode> nodes = [];
        if (YamlLoader.Load(yaml, new ProblemList(ErrorCode.WorkflowInvalid)) is { } root)
        {
            Add(root);
        }

        return nodes;

        // Depth is bounded by the loader.
        void Add(YamlNode node)
        {
            nodes.TryAdd(node.Path, node);
            foreach (var child in node switch { YamlMapping m => m.Entries.Select(e => e.Value), YamlSequence s => s.Items, _ => [] })
            {
                Add(child);
            }
        }
    }
}
