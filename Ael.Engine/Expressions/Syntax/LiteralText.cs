using Ael.Engine.Expressions.Nodes;
using Ael.Engine.Expressions.Values;
using Parlot;

namespace Ael.Engine.Expressions.Syntax;

/// <summary>Checks on literals that a grammar cannot say.</summary>
internal static class LiteralText
{
    /// <summary>The text of a string literal, which must be Unicode: <c>"\ud800"</c> is half a character.</summary>
    public static string Checked(TextSpan span, int offset)
    {
        for (var rest = span.Span; !rest.IsEmpty;)
        {
            if (System.Text.Rune.DecodeFromUtf16(rest, out _, out var read) != System.Buffers.OperationStatus.Done)
            {
                throw new TemplateSyntaxException("the string holds half of a surrogate pair", offset, "Write both \\u escapes, or the character itself.");
            }

            rest = rest[read..];
        }

        return span.ToString();
    }

    /// <summary>true, false and null, in Python's and Jinja's spellings too.</summary>
    public static Value? Constant(string name) => name switch
    {
        "true" or "True" => Value.Of(true),
        "false" or "False" => Value.Of(false),
        "null" or "None" or "none" => Value.Null,
        _ => null,
    };

    /// <summary>A member of a map. A bare name as its key is a forgotten pair of quotes.</summary>
    public static (Node Key, Node Value) Member(Node key, Node value) => key switch
    {
        RootNode root => throw new TemplateSyntaxException(
            $"the key '{root.Name}' needs quotes", root.Offset, $"Write \"{root.Name}\": ...; for a key that is computed write ({root.Name} ~ \"\")."),
        _ => (key, value),
    };
}
