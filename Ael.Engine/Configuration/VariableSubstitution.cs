using System.Text;
using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration;

/// <summary>
/// Puts environment variables into the strings of a document: <c>${VAR}</c>, <c>${VAR:-default}</c> (also for an empty one),
/// <c>${VAR:?message}</c>; <c>$$</c> is a dollar sign, and so is a <c>$</c> before anything but <c>{</c>. Values are not looked at again.
/// </summary>
internal sealed class VariableSubstitution(Func<string, string?> variable, ProblemList problems)
{
    public YamlNode Apply(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping with { Entries = [.. mapping.Entries.Select(e => e with { Value = Apply(e.Value) })] },
        YamlSequence sequence => sequence with { Items = [.. sequence.Items.Select(Apply)] },
        YamlScalar scalar when scalar.Text.Contains('$', StringComparison.Ordinal) => Apply(scalar),
        _ => node,
    };

    private YamlScalar Apply(YamlScalar scalar)
    {
        var text = Expand(scalar);

        // `port: ${PORT}` is a number as `port: 8022` is; what stands in quotes stays a string.
        var kind = scalar.Style == ScalarStyle.Plain ? CoreSchema.Resolve(text) : ScalarKind.String;
        return scalar with { Text = text, Kind = kind };
    }

    private string Expand(YamlScalar scalar)
    {
        var text = scalar.Text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var next = text.IndexOf('$', at);
            if (next < 0 || next + 1 == text.Length)
            {
                break;
            }

            result.Append(text, at, next - at);
            switch (text[next + 1])
            {
                case '$':
                    result.Append('$');
                    at = next + 2;
                    break;
                case '{':
                    var end = text.IndexOf('}', next);
                    if (end < 0)
                    {
                        problems.Add(scalar, "'${' is not closed", "close it with '}', or write $$ for a dollar sign");
                        return text;
                    }

                    result.Append(Value(scalar, text[(next + 2)..end]));
                    at = end + 1;
                    break;
                default:
                    result.Append('$');
                    at = next + 1;
                    break;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private string Value(YamlScalar scalar, string inner)
    {
        var length = inner.AsSpan().IndexOfAnyExcept(s_nameCharacters);
        var name = length < 0 ? inner : inner[..length];
        var rest = inner[name.Length..];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !(rest.Length == 0 || rest.StartsWith(":-", StringComparison.Ordinal) || rest.StartsWith(":?", StringComparison.Ordinal)))
        {
            problems.Add(scalar, $"'${{{inner}}}' is not a variable", "write ${NAME}, ${NAME:-default} or ${NAME:?message}; $$ is a dollar sign");
            return "";
        }

        var value = variable(name);
        if (rest.Length == 0 ? value is not null : !string.IsNullOrEmpty(value))
        {
            return value!;
        }

        if (rest.StartsWith(":-", StringComparison.Ordinal))
        {
            return rest[2..];
        }

        var reason = rest.Length > 2 ? $": {rest[2..]}" : "";
        problems.Add(scalar, $"the environment variable '{name}' is not set{reason}", $"set {name}, or give a default: ${{{name}:-...}}");
        return "";
    }

    private static readonly System.Buffers.SearchValues<char> s_nameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
