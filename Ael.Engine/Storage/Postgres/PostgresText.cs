using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// PostgreSQL's text holds neither U+0000 nor half of a surrogate pair, and what code prints may have both. Such a character is kept as the control
/// character SUB and its four hex digits, as is SUB itself, so that every text reads back as it was.
/// </summary>
internal static class PostgresText
{
    private const char Mark = '\u001A';

    private static readonly SearchValues<char> s_special = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0', Mark]);

    public static string Encode(string text) => text.AsSpan().ContainsAny(s_special) ? EncodeSlowly(text) : text;

    public static string? EncodeOrNull(string? text) => text is null ? null : Encode(text);

    public static string Decode(string text)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Mark && text.Length - i > 4 && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                decoded.Append((char)code);
                i += 4;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }

    private static string EncodeSlowly(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                encoded.Append(text, i++, 2);
            }
            else if (text[i] is '\0' or Mark || char.IsSurrogate(text[i]))
            {
                encoded.Append(Mark).Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded.Append(text[i]);
            }
        }

        return encoded.ToString();
    }
}
