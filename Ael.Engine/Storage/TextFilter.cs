using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Storage;

/// <summary>
/// Text looked for in stored values, in any case. In JSON it may stand as it is (somebody pasted JSON) or escaped (somebody typed
/// a quote or a backslash), so both are tried.
/// </summary>
internal sealed class TextFilter(string text)
{
    public string Text { get; } = text;

    public string Escaped { get; } = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    public bool Matches(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (Contains(value, Text, Escaped))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Contains(string? value, string text, string escaped) =>
        value is not null
        && (value.Contains(text, StringComparison.OrdinalIgnoreCase)
            || (escaped.Length != text.Length && value.Contains(escaped, StringComparison.OrdinalIgnoreCase)));
}
