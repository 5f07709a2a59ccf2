using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ael.Engine.Yaml;

/// <summary>Turns the parser's events into nodes. Depth is bounded, so recursion is.</summary>
internal sealed class YamlTreeBuilder(string source, ProblemList problems)
{
    private readonly Parser _parser = new(new Scanner(new StringReader(source), skipComments: true));
    private readonly Stack<(char Bracket, Mark Start)> _openFlow = new();
    private bool _stopped;

    /// <summary>The innermost <c>[</c> or <c>{</c> that has not been closed yet.</summary>
    public (char Bracket, Mark Start)? OpenFlow => _openFlow.TryPeek(out var open) ? open : null;

    /// <summary>End of what was read so far.</summary>
    public Mark Position => _parser.Current?.End ?? new Mark(0, 1, 1);

    public YamlNode? Build()
    {
        _parser.MoveNext();
        _parser.MoveNext();
        if (_parser.Current is not DocumentStart start)
        {
            return null;
        }

        if (start.Version is { } version && (version.Version.Major != 1 || version.Version.Minor != 2))
        {
            problems.Add(At("$", start.Start), $"this is YAML {version.Version.Major}.{version.Version.Minor}; only 1.2 is read", "remove the %YAML line");
        }

        _parser.MoveNext();
        var root = Node("$", 0);
        if (_stopped)
        {
            return null;
        }

        _parser.MoveNext();
        _parser.MoveNext();
        if (_parser.Current is DocumentStart second)
        {
            problems.Add(At("$", second.Start), "a second document starts here; a file holds one", "remove the '---' line, or make it a file of its own");
        }

        return root;
    }

    // On entry the current event starts the node; on exit it ends it.
    private YamlNode Node(string path, int depth)
    {
        var current = _parser.Current!;
        if (depth > YamlLoader.MaxDepth)
        {
            problems.Add(At(path, current.Start), $"nested deeper than {YamlLoader.MaxDepth} levels", "flatten the structure");
            _stopped = true;
        }

        if (!_stopped)
        {
            RefuseExtras(current, path);
        }

        return current switch
        {
            _ when _stopped => At(path, current.Start),
            Scalar scalar => FromScalar(scalar, path),
            SequenceStart sequence => Sequence(sequence, path, depth),
            MappingStart mapping => Mapping(mapping, path, depth),
            _ => At(path, current.Start),
        };
    }

    private void RefuseExtras(ParsingEvent current, string path)
    {
        if (current is AnchorAlias alias)
        {
            problems.Add(At(path, alias.Start), $"aliases (*{alias.Value.Value}) are not read", "repeat the value; steps can share settings through `defaults`");
        }

        if (current is not NodeEvent node)
        {
            return;
        }

        if (!node.Anchor.IsEmpty)
        {
            problems.Add(At(path, node.Start), $"anchors (&{node.Anchor.Value}) are not read", $"remove &{node.Anchor.Value}");
        }

        if (!node.Tag.IsEmpty)
        {
            var tag = node.Tag.IsNonSpecific ? "!" : node.Tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal);
            problems.Add(At(path, node.Start), $"tags ({tag}) are not read", "remove it; quotes make a value a string");
        }
    }

    private YamlScalar FromScalar(Scalar scalar, string path)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
            YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
            YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
            YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        // A tag is a problem of its own; what it would have made of the value is not worth a second one.
        var kind = style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? CoreSchema.Resolve(scalar.Value) : ScalarKind.String;
        if (kind == ScalarKind.Float && !CoreSchema.IsFinite(scalar.Value))
        {
            problems.Add(At(path, scalar.Start), $"{scalar.Value} is a number that JSON cannot hold", $"quote it for a string: \"{scalar.Value}\"");
            kind = ScalarKind.String;
        }

        var (start, end) = ((int)scalar.Start.Index, (int)Math.Min(scalar.End.Index, source.Length));
        return new YamlScalar(path, (int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, kind)
        {
            Style = style,
            Raw = end > start ? source[start..end] : "",
        };
    }

    private YamlSequence Sequence(SequenceStart sequence, string path, int depth)
    {
        Open('[', sequence.Style == SequenceStyle.Flow, sequence.Start);
        List<YamlNode> items = [];
        while (Next() is not SequenceEnd && !_stopped)
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }

        Close(sequence.Style == SequenceStyle.Flow);
        return new YamlSequence(path, (int)sequence.Start.Line, (int)sequence.Start.Column, items);
    }

    private YamlMapping Mapping(MappingStart mapping, string path, int depth)
    {
        Open('{', mapping.Style == MappingStyle.Flow, mapping.Start);
        Dictionary<string, YamlScalar> seen = [];
        List<YamlEntry> entries = [];
        while (Next() is not MappingEnd && !_stopped)
        {
            var key = Key(path, depth);
            Next();
            var valuePath = key is null ? path : YamlPath.Member(path, key.Text);
            var value = Node(valuePath, depth + 1);
            if (key is null)
            {
                continue;
            }

            if (!seen.TryAdd(key.Text, key))
            {
                problems.Add(key with { Path = valuePath }, $"the key '{key.Text}' is here twice, first in line {seen[key.Text].Line}", "remove or rename one of them");
                continue;
            }

            entries.Add(new YamlEntry(key with { Path = valuePath }, value));
        }

        Close(mapping.Style == MappingStyle.Flow);
        return new YamlMapping(path, (int)mapping.Start.Line, (int)mapping.Start.Column, entries);
    }

    // A key that is no scalar is reported and its entry dropped.
    private YamlScalar? Key(string path, int depth)
    {
        var node = Node(path, depth + 1);
        if (node is not YamlScalar key)
        {
            if (!_stopped)
            {
                problems.Add(node, "a key must be text", "quote templates that stand alone: \"{{ ... }}\"");
            }

            return null;
        }

        if (key is { Text: "<<", Style: ScalarStyle.Plain })
        {
            problems.Add(key, "merge keys (<<) are not read", "write the keys out; steps can share settings through `defaults`");
            return null;
        }

        return key;
    }

    private ParsingEvent? Next()
    {
        if (_stopped)
        {
            return null;
        }

        // Only within a list or a mapping, which the parser has to end first; on some broken texts it just has no more to say.
        return _parser.MoveNext() ? _parser.Current : throw new InvalidOperationException("the text ends in the middle of a list or mapping");
    }

    private void Open(char bracket, bool flow, Mark start)
    {
        if (flow)
        {
            _openFlow.Push((bracket, start));
        }
    }

    // What was open when reading stopped stays on the stack for the message.
    private void Close(bool flow)
    {
        if (flow && !_stopped)
        {
            _openFlow.Pop();
        }
    }

    private static YamlScalar At(string path, Mark mark) => new(path, (int)mark.Line, (int)mark.Column, "", ScalarKind.Null);
}
