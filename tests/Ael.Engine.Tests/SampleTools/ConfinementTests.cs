using Ael.SampleTools;
using ModelContextProtocol;

namespace Ael.Engine.Tests.SampleTools;

public sealed class ConfinementTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("..")]
    [InlineData("../outside/secret.txt")]
    [InlineData("a/../../outside/secret.txt")]
    [InlineData("../root-sibling")]
    [InlineData("/etc/passwd")]
    [InlineData("link/secret.txt")]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("chain/secret.txt")]
    [InlineData("dangling/new.txt")]
    public void A_path_that_leads_out_is_refused_by_every_tool(string path)
    {
        _root.Link("link", _root.Outside);
        _root.Link("file", Path.Combine(_root.Outside, "secret.txt"));
        _root.Link("relative", "../outside");
        _root.Link("chain", Path.Combine(_root.Path, "relative"));
        _root.Link("dangling", Path.Combine(_root.Outside, "later"));
        var folder = _root.Folder;

        Assert.Contains("outside", Assert.Throws<McpException>(() => folder.Resolve(path)).Message, StringComparison.Ordinal);
        Assert.Throws<McpException>(() => folder.ResolveWritable(path));
        Assert.Throws<McpException>(() => new FileTools(folder).List(path));
        Assert.Throws<McpException>(() => new TextTools(folder).Search("secret", path));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        var file = _root.Write("docs/a.txt", "a");
        _root.Link("shortcut", "docs");

        Assert.Equal(file, _root.Folder.Resolve("shortcut/a.txt"));
    }

    [Fact]
    public void A_loop_of_links_is_refused()
    {
        _root.Link("a", Path.Combine(_root.Path, "b"));
        _root.Link("b", Path.Combine(_root.Path, "a"));

        Assert.Contains("too many", Assert.Throws<McpException>(() => _root.Folder.Resolve("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_a_link_confines_to_what_it_stands_for()
    {
        _root.Link("inner", _root.Outside);
        var folder = new RootFolder(Path.Combine(_root.Path, "inner"), []);

        Assert.Equal(Path.Combine(_root.Outside, "secret.txt"), folder.Resolve("secret.txt"));
        Assert.Throws<McpException>(() => folder.Resolve("../root"));
    }

    [Fact]
    public void Listing_and_searching_do_not_follow_links_out()
    {
        _root.Write("a.txt", "secret of mine");
        _root.Link("link", _root.Outside);
        _root.Link("file.txt", Path.Combine(_root.Outside, "secret.txt"));

        Assert.Equal(["a.txt"], new FileTools(_root.Folder).List(all: true).Files.Select(f => f.Path));
        Assert.Equal(["a.txt"], new TextTools(_root.Folder).Search("secret").Matches.Select(m => m.Path));
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("data/a.txt")]
    [InlineData("data/out/../a.txt")]
    [InlineData("data/output/a.txt")]
    [InlineData("data/out/link/a.txt")]
    public async Task Writing_elsewhere_than_in_a_writable_folder_is_refused(string path)
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "data/out"));
        _root.Link("data/out/link", _root.Path);

        await Assert.ThrowsAsync<McpException>(() => new FileTools(_root.Folder).WriteAsync(path, "x", TestContext.Current.CancellationToken));
        // Not through the link, which leads to where the search began.
        Assert.Empty(Directory.GetFiles(_root.Path, "a.txt", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }));
    }
}
