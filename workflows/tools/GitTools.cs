using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Ael.SampleTools;

internal sealed record Commit(string Hash, string Author, DateTimeOffset Date, string Subject, string Body);

internal sealed record CommitLog(IReadOnlyList<Commit> Commits, int Count);

[McpServerToolType]
internal sealed class GitTools(RootFolder root)
{
    private const char Field = '\u001f';
    private const int MaxCommits = 1000;

    [McpServerTool(Name = "git_log", Title = "List commits", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Commits of a git repository, newest first.")]
    public async Task<CommitLog> LogAsync(
        [Description("Repository, or a folder or file in it, relative to the root.")] string path = ".",
        [Description("Most commits to give back, up to 1000.")] int max = 20,
        [Description("Only commits since then, as git understands it: 2026-01-31, '2 weeks ago'.")] string? since = null,
        [Description("Revision or range: v1.0..HEAD. Default: HEAD.")] string? range = null,
        CancellationToken cancellationToken = default)
    {
        var full = root.Resolve(path);
        var folder = Directory.Exists(full) ? full
            : File.Exists(full) ? Path.GetDirectoryName(full)!
            : throw new McpException($"there is no file or folder '{path}' below the root");
        List<string> arguments =
        [
            "log", "-z", $"--max-count={Math.Clamp(max, 1, MaxCommits)}", $"--format=%H{Field}%an{Field}%aI{Field}%s{Field}%b",
            .. since is null ? Array.Empty<string>() : [$"--since={since}"],
            // What follows is a revision, whatever it looks like.
            "--end-of-options", range ?? "HEAD",
            .. full == root.FullPath ? Array.Empty<string>() : ["--", full],
        ];
        var output = await RunAsync(folder, arguments, path, cancellationToken);
        var commits = output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        return new(commits, commits.Count);
    }

    private static Commit Parse(string record)
    {
        var fields = record.Split(Field);
        return new(fields[0], fields[1], DateTimeOffset.Parse(fields[2], CultureInfo.InvariantCulture), fields[3], fields[4].Trim());
    }

    private async Task<string> RunAsync(string folder, IReadOnlyList<string> arguments, string path, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        // A repository that begins above the root is outside of it, and nothing may ask for a password or start a pager.
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(root.FullPath) ?? root.FullPath;
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        start.Environment.Remove("GIT_DIR");

        using var process = Start(start);
        try
        {
            // Standard input is this server's protocol stream and must not be inherited.
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output : throw Failed(path, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new McpException("git could not be started");
        }
        catch (Win32Exception e)
        {
            throw new McpException($"git could not be started: {e.Message}. Is it installed and on PATH?");
        }
    }

    private static McpException Failed(string path, string errors) => errors.Contains("not a git repository", StringComparison.OrdinalIgnoreCase)
        ? new($"'{path}' is not in a git repository (none at or below the root folder)")
        : new($"git log failed: {errors.Trim()}");
}
