using CsCheck;

namespace Ael.Engine.Tests.Fuzz;

/// <summary>Texts that were right once: what a reader gets is most dangerous where it is nearly right.</summary>
internal static class Mutations
{
    private static readonly string[] s_tokens =
    [
        "", " ", "\n", "\t", "\r", "\0", "\uFEFF", "\uD83D", "😀", "ä", "\u2028", "\u202E", "-", "- ", ": ", ":", "#", "&a ", "*a", "<<: *a", "!!binary ", "!x ", "|", ">", "---\n", "...\n",
        "%YAML 9\n", "{", "}", "[", "]", "{{", "}}", "{{ ", " }}", "{%", "\"", "'", "\\", "\\u0000", "\\ud800", "`", ",", "null", "~", "true", "nan", ".inf", "-0", "1e999", "0x1F", "007",
        "9223372036854775808", "123456789012345678901234567890", "0.1", "-1", "${", "${X}", "${X:?}", "$$", "inputs", "steps", "a.b[0]", "| default(1)", " | map('a')", " if a else b",
        "[[[[[[[[[[[[[[[[[[[[", "((((((((((((((((((((", "name", "id", "tool", "code", "workflow", "foreach", "__proto__", "constructor", "..", "../../etc/passwd", "<script>", "%00", "%s%n",
        new('a', 5000), new('[', 300), new('(', 300), new('-', 300), string.Concat(Enumerable.Repeat("{\"a\":", 200)),
    ];

    private static readonly Gen<(int Kind, double From, double Length, string Token)> s_edit =
        Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 0.2], OneOf(s_tokens));

    public static Gen<string> Of(IReadOnlyList<string> seeds) =>
        Gen.Select(OneOf(seeds), s_edit.Array[1, 6]).Select((seed, edits) => edits.Aggregate(seed, Edit));

    private static Gen<string> OneOf(IReadOnlyList<string> texts) => Gen.Int[0, texts.Count - 1].Select(i => texts[i]);

    private static string Edit(string text, (int Kind, double From, double Length, string Token) edit)
    {
        var from = (int)(edit.From * text.Length);
        var length = Math.Min((int)(edit.Length * text.Length), text.Length - from);
        return edit.Kind switch
        {
            0 => text.Insert(from, edit.Token),
            1 => text.Remove(from, length),
            2 => string.Concat(text.AsSpan(0, from), edit.Token, text.AsSpan(from + length)),
            3 when text.Length < 50_000 => text.Insert(from, text.Substring(from, length)),
            4 => text[..from],
            _ => text.Insert(from, ((char)(edit.Length * 5 * char.MaxValue)).ToString()),
        };
    }
}
