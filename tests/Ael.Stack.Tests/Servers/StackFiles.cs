using System.Globalization;
using System.Text.RegularExpressions;

namespace Ael.Stack.Tests.Servers;

/// <summary>
/// The repository's configuration, written to a folder of the test's with other addresses and paths. Nothing else changes, but for
/// durations where a test asks for it: <paramref name="speed"/> times faster, all alike, so that their proportions stay.
/// </summary>
internal sealed partial class StackFiles(StackNetwork network, string root, int speed)
{
    public string Root => root;

    /// <summary>A folder for one server's files and data.</summary>
    public string Folder(string host) => Directory.CreateDirectory(Path.Combine(root, host)).FullName;

    /// <param name="host">Whose file it is.</param>
    /// <param name="path">Below <c>otel/</c>.</param>
    /// <param name="paths">Folders of the container and what stands for them here.</param>
    /// <param name="change">Further changes, with their reason at the caller.</param>
    /// <returns>Where the copy is.</returns>
    public string Copy(string host, string path, IReadOnlyDictionary<string, string> paths, Func<string, string>? change = null)
    {
        var text = network.Rewrite(File.ReadAllText(Repository.PathOf("otel", path)), host);
        foreach (var (from, to) in paths)
        {
            text = Regex.Replace(text, $@"(?<=[\s:\[""'-]){Regex.Escape(from)}(?=[/\s""'\]}}]|$)", to, RegexOptions.Multiline);
        }

        var target = Path.Combine(Folder(host), Path.GetFileName(path));
        File.WriteAllText(target, change is null ? text : change(text));
        return target;
    }

    /// <summary>Every duration in the text, <c>speed</c> times shorter.</summary>
    public string Hurry(string text) => Duration().Replace(text, found => string.Create(
        CultureInfo.InvariantCulture, $"{Milliseconds(long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), found.Groups[2].Value) / speed}ms"));

    private static long Milliseconds(long number, string unit) => number * unit switch
    {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 86_400_000,
    };

    // Not in names such as count24h.
    [GeneratedRegex(@"(?<![\w.])(\d+)(ms|s|m|h|d)(?!\w)")]
    private static partial Regex Duration();
}
