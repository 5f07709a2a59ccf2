using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Ael.SampleTools;

/// <summary>Walks a folder below the root without following symbolic links.</summary>
internal static class FileFinder
{
    /// <summary>Folders that hold what tools made, not what people wrote, and far more of it.</summary>
    private static readonly HashSet<string> s_skipped = [".git", "bin", "obj", "artifacts", "node_modules", "__pycache__"];

    /// <summary>Files that match the glob (relative to <paramref name="folder"/>), ordered by path.</summary>
    /// <param name="folder">Resolved by <see cref="RootFolder"/>.</param>
    /// <param name="glob">For instance <c>**/*.md</c>.</param>
    /// <param name="all">Also hidden files and folders.</param>
    public static IReadOnlyList<FileInfo> Find(string folder, string glob, bool all)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase).AddInclude(glob);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = new FileSystemEnumerable<FileInfo>(folder, (ref FileSystemEntry entry) => (FileInfo)entry.ToFileSystemInfo(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && (all || entry.FileName[0] != '.'),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (all || entry.FileName[0] != '.') && !s_skipped.Contains(entry.FileName.ToString()),
        };
        return [.. files.Where(file => matcher.Match(folder, file.FullName).HasMatches).OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }
}
