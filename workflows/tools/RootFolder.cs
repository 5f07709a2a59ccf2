using ModelContextProtocol;

namespace Ael.SampleTools;

/// <summary>
/// The folder that all paths are confined to. A path is resolved with every symbolic link in it, and only what is given back (free of links)
/// is opened, so that a link inside the root cannot lead out of it.
/// </summary>
internal sealed class RootFolder
{
    private const int MaxLinks = 40;

    private static readonly StringComparison s_comparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private readonly string[] _writable;

    /// <param name="path">The root; it must exist.</param>
    /// <param name="writable">Folders below it that may be written to; they need not exist.</param>
    public RootFolder(string path, IReadOnlyList<string> writable)
    {
        FullPath = RealPath(Path.GetFullPath(path));
        if (!Directory.Exists(FullPath))
        {
            throw new McpException($"--root {path}: there is no such folder");
        }

        _writable = [.. writable.Select(Resolve)];
    }

    public string FullPath { get; }

    /// <summary>The real, absolute path of something at or below the root; it need not exist.</summary>
    /// <exception cref="McpException">It is outside.</exception>
    public string Resolve(string path)
    {
        var resolved = RealPath(Path.GetFullPath(path, FullPath));
        return IsWithin(resolved, FullPath) ? resolved : throw new McpException($"'{path}' is outside of the root folder; give a path relative to it, without leaving it");
    }

    /// <summary>As <see cref="Resolve"/>, for a file that will be written.</summary>
    public string ResolveWritable(string path)
    {
        var resolved = Resolve(path);
        return _writable.Any(folder => IsWithin(resolved, folder))
            ? resolved
            : throw new McpException($"'{path}' may not be written; writable: {string.Join(", ", _writable.Select(Relative))}");
    }

    /// <summary>Path from the root, with forward slashes, for results.</summary>
    public string Relative(string fullPath) => Path.GetRelativePath(FullPath, fullPath).Replace('\\', '/');

    private static bool IsWithin(string path, string folder) =>
        path.Equals(folder, s_comparison) || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, s_comparison);

    private static string RealPath(string fullPath)
    {
        var links = 0;
        var start = Path.GetPathRoot(fullPath)!;
        var current = start;
        var rest = new Stack<string>(Parts(fullPath, start));
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new McpException($"'{fullPath}' has too many symbolic links");
            }

            // The target has links of its own, perhaps: begin again with it.
            var linked = Path.GetFullPath(target, current);
            current = Path.GetPathRoot(linked)!;
            foreach (var piece in Parts(linked, current))
            {
                rest.Push(piece);
            }
        }

        return current;
    }

    /// <summary>Last part first, as a stack wants them.</summary>
    private static IEnumerable<string> Parts(string path, string start) =>
        path[start.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).AsEnumerable().Reverse();
}
