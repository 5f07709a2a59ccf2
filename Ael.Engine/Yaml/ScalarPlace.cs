namespace Ael.Engine.Yaml;

/// <summary>Finds the place in the file of a character within a scalar, for complaints about templates, patterns and code.</summary>
internal static class ScalarPlace
{
    /// <summary>Line of the first line of content: for <c>|</c> and <c>&gt;</c> the one after.</summary>
    public static int FirstLine(YamlScalar scalar) => scalar.Line + (IsBlock(scalar) ? 1 : 0);

    /// <summary>Line and column, from 1, of the character at <paramref name="offset"/> in <see cref="YamlScalar.Text"/>.</summary>
    public static (int Line, int Column) Of(YamlScalar scalar, int offset)
    {
        // Folding, indentation and escapes move white space about, but every other character stays, in order. So: the n-th of those.
        var wanted = scalar.Text.AsSpan(0, Math.Clamp(offset, 0, scalar.Text.Length)).ToString().Count(c => !char.IsWhiteSpace(c));
        var (line, column) = (scalar.Line, scalar.Column);
        var last = (line, column);
        var raw = scalar.Raw;
        var at = IsBlock(scalar) ? raw.IndexOf('\n') : scalar.Style == ScalarStyle.Plain ? 0 : 1;
        column += Math.Max(at, 0);
        while (at >= 0 && at < raw.Length)
        {
            var (length, visible) = Unit(raw.AsSpan(at), scalar.Style);
            if (visible && wanted-- == 0)
            {
                return (line, column);
            }

            for (var end = Math.Min(at + length, raw.Length); at < end; at++)
            {
                (line, column) = raw[at] == '\n' ? (line + 1, 1) : (line, column + 1);
            }

            last = visible ? (line, column) : last;
        }

        return last;
    }

    private static bool IsBlock(YamlScalar scalar) => scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;

    // How much of the raw text makes the next character of content, and whether that is anything but white space.
    private static (int Length, bool Visible) Unit(ReadOnlySpan<char> raw, ScalarStyle style)
    {
        if (style == ScalarStyle.SingleQuoted && raw.StartsWith("''"))
        {
            return (2, true);
        }

        if (style == ScalarStyle.DoubleQuoted && raw[0] == '\\' && raw.Length > 1)
        {
            return raw[1] switch
            {
                'x' => (4, true),
                'u' => (6, true),
                'U' => (10, true),
                // Escapes for white space and for a line's end.
                'n' or 't' or 'r' or 'v' or 'f' or ' ' or '\t' or '\n' or '\r' or '_' or 'N' or 'L' or 'P' => (2, false),
                _ => (2, true),
            };
        }

        return (1, !char.IsWhiteSpace(raw[0]));
    }
}
