using System.ComponentModel;
using System.Text;
using System.Text.RegularExpressions;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Ael.SampleTools;

internal sealed record TextMatch(string Path, int Line, string Text);

/// <param name="Matches">At most as many as were asked for.</param>
/// <param name="Count">All that match.</param>
/// <param name="Files">Files that were searched.</param>
internal sealed record SearchResult(IReadOnlyList<TextMatch> Matches, int Count, int Files, bool Truncated);

internal sealed record WordCount(string Word, int Count);

internal sealed record TextStatistics(int Characters, int Bytes, int Words, int Lines, int LongestLine, IReadOnlyList<WordCount> TopWords);

[McpServerToolType]
internal sealed partial class TextTools(RootFolder root)
{
    private const int MaxFileBytes = 2 * 1024 * 1024;
    private const int MaxLineLength = 400;

    [McpServerTool(Name = "text_search", Title = "Search in files", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lines of text files that match a regular expression, ordered by path and line.")]
    public SearchResult Search(
        [Description("Regular expression (without back-references and look-arounds, so that it always ends).")] string pattern,
        [Description("File or folder, relative to the root.")] string path = ".",
        [Description("Glob relative to that folder.")] string glob = "**/*",
        [Description("Most matches to give back.")] int max = 200,
        [Description("Take upper and lower case as the same.")] bool insensitive = false,
        CancellationToken cancellationToken = default)
    {
        var regex = Compile(pattern, insensitive);
        var full = root.Resolve(path);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            throw new McpException($"there is no file or folder '{path}' below the root");
        }

        var files = File.Exists(full) ? [new FileInfo(full)] : FileFinder.Find(full, glob, all: false);
        var matches = new List<TextMatch>();
        var (count, searched) = (0, 0);
        foreach (var file in files.Where(f => f.Length <= MaxFileBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadText(file) is not { } text)
            {
                continue;
            }

            searched++;
            var number = 0;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                number++;
                if (regex.IsMatch(line) && ++count <= max)
                {
                    matches.Add(new(root.Relative(file.FullName), number, (line.Length > MaxLineLength ? line[..MaxLineLength] : line).Trim().ToString()));
                }
            }
        }

        return new(matches, count, searched, count > matches.Count);
    }

    [McpServerTool(Name = "text_stats", Title = "Count in a text", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Characters, bytes, words and lines of a text, and its most frequent words.")]
    public static TextStatistics Statistics(
        [Description("The text.")] string text,
        [Description("How many of the most frequent words to name.")] int top = 10)
    {
        var (lines, longest) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            lines++;
            longest = Math.Max(longest, line.Length);
        }

        var words = Word().Matches(text).Select(m => m.Value.ToLowerInvariant()).ToList();
        var frequent = words.CountBy(w => w).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(Math.Max(top, 0));
        return new(
            text.Length, Encoding.UTF8.GetByteCount(text), words.Count,
            text.Length == 0 || text.EndsWith('\n') ? lines - 1 : lines, longest, [.. frequent.Select(w => new WordCount(w.Key, w.Value))]);
    }

    private static Regex Compile(string pattern, bool ignoreCase)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new McpException($"'{pattern}' is not a usable regular expression: {e.Message}");
        }
    }

    /// <summary>Null for what is not text, or cannot be read.</summary>
    private static string? ReadText(FileInfo file)
    {
        try
        {
            var text = File.ReadAllText(file.FullName);
            return text.Contains('\0') ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}_'’-]+")]
    private static partial Regex Word();
}
