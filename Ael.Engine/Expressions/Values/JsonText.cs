using System.Buffers;
using System.Globalization;

namespace Ael.Engine.Expressions.Values;

/// <summary>
/// Values as JSON for people to read: compact or indented, with no escapes but those JSON requires. The platform's writer would
/// escape every character beyond 16 bits (emoji), and hand on whatever layout and escapes the data came with.
/// </summary>
internal readonly struct JsonText(TextBuffer target, int indent, int maxDepth)
{
    private static readonly SearchValues<char> s_escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    public void Append(Value value, int depth = 0)
    {
        if (depth > maxDepth)
        {
            throw new EvaluationException($"the result is nested deeper than {maxDepth} levels", "Take a part of it, or flatten it in a code step.");
        }

        switch (value.Kind)
        {
            case ValueKind.Text:
                AppendString(value.ToText());
                break;
            case ValueKind.List:
                AppendList(value, depth);
                break;
            case ValueKind.Map:
                AppendMap(value, depth);
                break;
            case ValueKind.Null or ValueKind.Absent:
                target.Append("null");
                break;
            default:
                target.Append(value.Kind == ValueKind.Number ? value.NumberText() : value.IsTrue ? "true" : "false");
                break;
        }
    }

    private void AppendList(Value list, int depth)
    {
        var first = true;
        target.Append("[");
        foreach (var item in list.Items())
        {
            Separate(ref first, depth + 1);
            Append(item, depth + 1);
        }

        Close("]", first, depth);
    }

    private void AppendMap(Value map, int depth)
    {
        var first = true;
        target.Append("{");
        foreach (var (name, member) in map.Members())
        {
            Separate(ref first, depth + 1);
            AppendString(name);
            target.Append(indent == 0 ? ":" : ": ");
            Append(member, depth + 1);
        }

        Close("}", first, depth);
    }

    private void AppendString(ReadOnlySpan<char> text)
    {
        target.Append("\"");
        for (var at = text.IndexOfAny(s_escaped); at >= 0; at = text.IndexOfAny(s_escaped))
        {
            target.Append(text[..at]);
            target.Append(text[at] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var control => "\\u" + ((int)control).ToString("x4", CultureInfo.InvariantCulture),
            });
            text = text[(at + 1)..];
        }

        target.Append(text);
        target.Append("\"");
    }

    private void Separate(ref bool first, int depth)
    {
        if (!first)
        {
            target.Append(",");
        }

        first = false;
        NewLine(depth);
    }

    private void Close(string bracket, bool empty, int depth)
    {
        if (!empty)
        {
            NewLine(depth);
        }

        target.Append(bracket);
    }

    private void NewLine(int depth)
    {
        if (indent > 0)
        {
            target.Append("\n");
            target.Append(new string(' ', indent * depth));
        }
    }
}
