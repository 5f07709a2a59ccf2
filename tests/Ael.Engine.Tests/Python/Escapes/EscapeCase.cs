namespace Ael.Engine.Tests.Python.Escapes;

/// <summary>One hostile step of <c>corpus.txt</c>.</summary>
internal sealed record EscapeCase(string Name, IReadOnlyList<string> Ends, bool Escaped, string Code)
{
    /// <summary>Its time is up.</summary>
    public const string Killed = "killed";

    /// <summary>Gets the real modules by introspection, as any determined code will.</summary>
    public const string Prelude = """
        real = getattr(getattr(context.log, '__fu' + 'nc__'), '__glob' + 'als__')['__built' + 'ins__']['__imp' + 'ort__']
        os, sys, socket, time = real('os'), real('sys'), real('socket'), real('time')
        read = real('io').open
        def attempt(action, *arguments):
            try:
                return repr(action(*arguments))
            except BaseException as e:
                return type(e).__name__

        """;

    public static IReadOnlyList<EscapeCase> All { get; } = Read();

    public override string ToString() => Name;

    private static List<EscapeCase> Read()
    {
        var cases = new List<EscapeCase>();
        string? head = null;
        var code = new List<string>();
        foreach (var line in File.ReadLines(Repository.PathOf("tests", "Ael.Engine.Tests", "Python", "Escapes", "corpus.txt")).Append(""))
        {
            if (line.Length > 0 && head is null && line[0] == '[')
            {
                head = line;
            }
            else if (line.Length > 0 && head is not null)
            {
                code.Add(line);
            }
            else if (head is not null)
            {
                var close = head.IndexOf(']', StringComparison.Ordinal);
                var name = head[1..close];
                cases.Add(new EscapeCase(name.Replace("!", "", StringComparison.Ordinal), [.. head[(close + 1)..].TrimStart(' ', '=').Split(" | ").Select(e => e.Trim())],
                    name.Contains('!', StringComparison.Ordinal), string.Join('\n', code)));
                head = null;
                code.Clear();
            }
        }

        return cases;
    }
}
