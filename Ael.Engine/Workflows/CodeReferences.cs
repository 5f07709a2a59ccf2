using System.Text.RegularExpressions;

namespace Ael.Engine.Workflows;

/// <summary>
/// Finds the steps that Python code names: <c>context.steps["x"]</c>, <c>context.steps.get("x")</c>, <c>context.steps.x</c>. This is no parser: it
/// leaves out comments and plain strings, and what it cannot see (a computed name) the author says by <c>depends_on</c>.
/// </summary>
internal static partial class CodeReferences
{
    private static readonly string[] s_dictionaryMembers = ["get", "items", "keys", "values"];

    public static IReadOnlyList<CodeReference> Find(string code)
    {
        var matches = StepPattern().Matches(code);
        if (matches.Count == 0)
        {
            return [];
        }

        var dead = DeadText(code);
        return [.. matches
            .Where(m => !dead[m.Index] && !(m.Groups["attribute"].Success && s_dictionaryMembers.Contains(m.Groups["name"].Value)))
            .Select(m => new CodeReference(m.Groups["name"].Value, m.Index, m.Groups["context"].Success))];
    }

    // Marks comments and the contents of strings. In an f-string code may stand, so it stays live.
    private static bool[] DeadText(string code)
    {
        var dead = new bool[code.Length];
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '#')
            {
                while (i < code.Length && code[i] != '\n')
                {
                    dead[i++] = true;
                }
            }
            else if (code[i] is '"' or '\'')
            {
                var end = EndOfString(code, i);
                if (!IsFormatted(code, i))
                {
                    Array.Fill(dead, true, i, end - i);
                }

                i = end - 1;
            }
        }

        return dead;
    }

    private static int EndOfString(string code, int start)
    {
        var quote = code[start];
        var triple = string.CompareOrdinal(code, start, new string(quote, 3), 0, 3) == 0;
        var i = start + (triple ? 3 : 1);
        for (; i < code.Length; i++)
        {
            if (code[i] == '\\')
            {
                i++;
            }
            else if (!triple && code[i] == '\n')
            {
                return i;
            }
            else if (code[i] == quote && (!triple || string.CompareOrdinal(code, i, new string(quote, 3), 0, 3) == 0))
            {
                return i + (triple ? 3 : 1);
            }
        }

        return code.Length;
    }

    private static bool IsFormatted(string code, int quote)
    {
        var start = quote;
        while (start > 0 && quote - start < 3 && char.IsAsciiLetter(code[start - 1]))
        {
            start--;
        }

        var prefix = code.AsSpan(start, quote - start);
        return prefix.Length is 1 or 2 && prefix.ContainsAny('f', 'F') && !prefix.ContainsAnyExcept("fFrR");
    }

    [GeneratedRegex("""
        (?<context>\bcontext\s*\.\s*)?\bsteps\s*(?:\[\s*(?<q>["'])(?<name>[A-Za-z0-9_-]{1,128})\k<q>\s*\]|\.\s*get\s*\(\s*(?<r>["'])(?<name>[A-Za-z0-9_-]{1,128})\k<r>|(?<attribute>\.)\s*(?<name>[A-Za-z_][A-Za-z0-9_]{0,127})\b)
        """, RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();
}

/// <param name="Name">Of the step.</param>
/// <param name="Offset">Where in the code.</param>
/// <param name="Certain">It is <c>context.steps</c>; else some variable named <c>steps</c> that may be anything.</param>
internal sealed record CodeReference(string Name, int Offset, bool Certain);
