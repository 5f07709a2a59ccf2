namespace Ael.Engine.Python;

/// <summary>
/// The sandbox around a worker: no network, no other processes, and of the file system only the interpreter (read-only) and a
/// private /tmp. There is no /proc either: nothing here needs it, and containers often refuse to mount it.
/// </summary>
internal static class Bubblewrap
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>The arguments that work on this machine, or why none do.</summary>
    public static async Task<(IReadOnlyList<string>? Walls, string? Failure)> ProbeAsync(
        string bubblewrap, Interpreter python, bool packages, TimeProvider time, CancellationToken cancellationToken)
    {
        ProgramEnd? end = null;
        foreach (var newer in (bool[])[true, false])
        {
            var walls = Walls(python, packages, newer);
            end = await ExternalProgram.RunAsync(
                bubblewrap, [.. walls, python.Executable, "-I", "-S", "-c", "import json, select"], s_patience, time, cancellationToken);
            if (end.ExitCode == 0)
            {
                return (walls, null);
            }
        }

        return (null, end!.Error.Length > 0 ? end.Error : $"exit code {end.ExitCode}");
    }

    /// <param name="python">Stays visible.</param>
    /// <param name="packages">So do its installed packages.</param>
    /// <param name="newer">With options that came after 0.6.</param>
    public static IReadOnlyList<string> Walls(Interpreter python, bool packages, bool newer)
    {
        List<string> walls =
        [
            "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--hostname", "ael",
            "--new-session", "--die-with-parent", "--cap-drop", "ALL",
        ];
        if (newer)
        {
            walls.AddRange(["--disable-userns"]);
        }

        foreach (var path in Visible(python, packages))
        {
            walls.AddRange(["--ro-bind-try", path, path]);
        }

        foreach (var device in (string[])["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"])
        {
            walls.AddRange(["--dev-bind-try", device, device]);
        }

        // Its pages count as memory of nobody, so it has a bound of its own.
        walls.AddRange(newer ? ["--size", "67108864", "--tmpfs", "/tmp"] : ["--tmpfs", "/tmp"]);
        walls.AddRange(["--remount-ro", "/", "--chdir", "/tmp"]);
        return walls;
    }

    private static IEnumerable<string> Visible(Interpreter python, bool packages)
    {
        // A system's prefix is shared with all its programs: of it the library folders, of any other (pyenv, uv, conda) all.
        string[] own = python.Prefix is "/usr" or "/usr/local"
            ? [$"{python.Prefix}/lib", $"{python.Prefix}/lib64", python.Executable]
            : [python.Prefix, python.Executable];
        string[] system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo"];
        string[] store = python.Executable.StartsWith("/nix/", StringComparison.Ordinal) ? ["/nix/store"] : [];
        return system.Concat(store).Concat(own).Concat(packages ? python.SitePackages : []).Distinct(StringComparer.Ordinal);
    }
}
