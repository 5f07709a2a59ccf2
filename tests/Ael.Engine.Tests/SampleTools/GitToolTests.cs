using System.Diagnostics;
using Ael.Engine.Tests.Support;
using Ael.SampleTools;
using ModelContextProtocol;

namespace Ael.Engine.Tests.SampleTools;

public sealed class GitToolTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GitTools Tools => new(_root.Folder);

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Commits_come_newest_first_with_their_fields()
    {
        Commit(_root.Path, "a.txt", "feat: first\n\nWith a body.");
        Commit(_root.Path, "docs/b.txt", "fix: second, with \"quotes\" and ümlauts");

        var log = await Tools.LogAsync(cancellationToken: Token);

        Assert.Equal(["fix: second, with \"quotes\" and ümlauts", "feat: first"], log.Commits.Select(c => c.Subject));
        Assert.Equal(("With a body.", "Tester", 40), (log.Commits[1].Body, log.Commits[1].Author, log.Commits[1].Hash.Length));
        Assert.Equal(1, (await Tools.LogAsync(max: 1, cancellationToken: Token)).Count);
        Assert.Equal("fix", (await Tools.LogAsync("docs", cancellationToken: Token)).Commits.Single().Subject[..3]);
        Assert.Equal("feat: first", (await Tools.LogAsync(range: "HEAD~1", cancellationToken: Token)).Commits.Single().Subject);
    }

    [Theory]
    [InlineData("--output=stolen")]
    [InlineData("no-such-branch")]
    public async Task A_range_is_a_revision_and_never_an_option(string range)
    {
        Commit(_root.Path, "a.txt", "first");

        var error = await Assert.ThrowsAsync<McpException>(() => Tools.LogAsync(range: range, cancellationToken: Token));

        Assert.StartsWith("git log failed", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root.Path, "stolen")));
    }

    [Fact]
    public async Task A_repository_around_the_root_is_not_looked_into()
    {
        Commit(Path.GetDirectoryName(_root.Path)!, "outside.txt", "not for you");

        var error = await Assert.ThrowsAsync<McpException>(() => Tools.LogAsync(cancellationToken: Token));

        Assert.Contains("not in a git repository", error.Message, StringComparison.Ordinal);
    }

    private static void Commit(string folder, string file, string message)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, message);
        Git(folder, "init", "-q");
        Git(folder, "add", file);
        Git(folder, "-c", "user.name=Tester", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false", "commit", "-q", "-m", message);
    }

    private static void Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo(Programs.Require("git"), arguments) { WorkingDirectory = folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
