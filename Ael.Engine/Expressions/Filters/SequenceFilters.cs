using System.Text;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>What lists and strings have in common. A string's elements are its code points, as in Python.</summary>
internal static class SequenceFilters
{
    public static Value Length(in FilterCall call) => call.Subject.Kind switch
    {
        ValueKind.List or ValueKind.Map => Value.Of(call.Subject.Count),
        ValueKind.Text => Value.Of(CodePoints(call.Subject.ToText())),
        _ => throw call.Unfit("a string, a list or an object"),
    };

    public static Value First(in FilterCall call) => At(call, fromEnd: false);

    public static Value Last(in FilterCall call) => At(call, fromEnd: true);

    /// <summary>From start up to but without stop; negative positions count from the end, and what lies outside is left out.</summary>
    public static Value Slice(in FilterCall call)
    {
        var count = call.Subject.Kind switch
        {
            ValueKind.List => call.Subject.Count,
            ValueKind.Text => CodePoints(call.Subject.ToText()),
            _ => throw call.Unfit("a list or a string"),
        };
        var start = Place(call.Integer(0, 0), count);
        var length = Math.Max(0, Place(call.Integer(1, count), count) - start);
        return call.Subject.Kind == ValueKind.List
            ? call.Evaluation.Charged([.. call.Subject.Items().Skip(start).Take(length)])
            : call.Evaluation.Charged(Cut(call.Subject.ToText(), start, length));
    }

    private static Value At(in FilterCall call, bool fromEnd)
    {
        switch (call.Subject.Kind)
        {
            case ValueKind.List:
                var count = call.Subject.Count;
                return count == 0 ? Value.Absent : call.Subject.ItemAt(fromEnd ? count - 1 : 0);
            case ValueKind.Text:
                var text = call.Subject.ToText();
                if (text.Length == 0)
                {
                    return Value.Absent;
                }

                if (fromEnd)
                {
                    Rune.DecodeLastFromUtf16(text, out _, out var last);
                    return Value.Of(text[^last..]);
                }

                Rune.DecodeFromUtf16(text, out _, out var first);
                return Value.Of(text[..first]);
            default:
                throw call.Unfit("a list or a string");
        }
    }

    private static int Place(int position, int count) => Math.Clamp(position < 0 ? position + count : position, 0, count);

    private static int CodePoints(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            pairs += char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return text.Length - pairs;
    }

    private static string Cut(string text, int start, int length)
    {
        var from = Skip(text, 0, start);
        return text[from..Skip(text, from, length)];
    }

    private static int Skip(string text, int from, int codePoints)
    {
        for (; codePoints > 0; codePoints--)
        {
            from += from + 1 < text.Length && char.IsSurrogatePair(text[from], text[from + 1]) ? 2 : 1;
        }

        return from;
    }
}
