using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Docs;

/// <summary>One fenced block of a page: its language, its text, and where it stands.</summary>
public sealed record Snippet(string Page, int Line, string Language, string Text)
{
    public override string ToString() => $"{Page}:{Line}";

    /// <summary>Every block of the README, of CONTRIBUTING and of the guides and references.</summary>
    public static IEnumerable<Snippet> All() =>
        new[] { "README.md", "CONTRIBUTING.md" }
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.Root, f)))
            .Order(StringComparer.Ordinal)
            .SelectMany(Of);

    private static IEnumerable<Snippet> Of(string page)
    {
        var lines = File.ReadAllLines(Repository.PathOf(page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.FindIndex(lines, i + 1, l => l.StartsWith("```", StringComparison.Ordinal));
            Assert.True(end > i, $"{page}:{i + 1}: the block never ends");
            yield return new Snippet(page, i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]) + "\n");
            i = end;
        }
    }
}
