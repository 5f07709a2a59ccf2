using Ael.SampleTools;
using ModelContextProtocol;

namespace Ael.Engine.Tests.SampleTools;

public sealed class FileAndTextToolTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FileTools Files => new(_root.Folder);

    private TextTools Text => new(_root.Folder);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void List_matches_the_glob_and_leaves_out_what_tools_made()
    {
        _root.Write("b.md", "12345");
        _root.Write("docs/a.md", "1");
        _root.Write("docs/a.txt", "1");
        _root.Write(".git/x.md", "1");
        _root.Write(".hidden/x.md", "1");
        _root.Write("src/bin/y.md", "1");

        var some = Files.List(glob: "**/*.md");
        Assert.Equal(["b.md", "docs/a.md"], some.Files.Select(f => f.Path));
        Assert.Equal((2, 6L, false), (some.Count, some.TotalBytes, some.Truncated));
        Assert.Equal([".hidden/x.md", "b.md", "docs/a.md"], Files.List(glob: "**/*.md", all: true).Files.Select(f => f.Path));
        Assert.Equal(["docs/a.md"], Files.List("docs", "*.md").Files.Select(f => f.Path));
    }

    [Fact]
    public void List_gives_no_more_than_asked_for_and_says_so()
    {
        _root.Write("a", "");
        _root.Write("b", "");

        var listing = Files.List(max: 1);

        Assert.Equal((1, 2, true), (listing.Files.Count, listing.Count, listing.Truncated));
    }

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var written = await Files.WriteAsync("data/out/sub/a.md", "héllo\nworld", Token);
        var again = await Files.WriteAsync("data/out/sub/a.md", "héllo\nworld", Token);
        var read = await Files.ReadAsync("data/out/sub/a.md", cancellationToken: Token);

        Assert.Equal(new WrittenFile("data/out/sub/a.md", 12, Created: true), written);
        Assert.False(again.Created);
        Assert.Equal(new FileText("data/out/sub/a.md", "héllo\nworld", 12, 2, Truncated: false), read);
    }

    [Fact]
    public async Task A_large_file_is_cut_and_a_binary_one_refused()
    {
        _root.Write("large.txt", new string('a', 100));
        _root.Write("binary", "a\0b");

        var read = await Files.ReadAsync("large.txt", max: 10, Token);

        Assert.Equal((new string('a', 10), 100L, true), (read.Text, read.Bytes, read.Truncated));
        await Assert.ThrowsAsync<McpException>(() => Files.ReadAsync("binary", cancellationToken: Token));
    }

    [Theory]
    [InlineData("nothing.txt", "nothing.txt")]
    [InlineData("docs", "docs")]
    public async Task A_missing_file_is_named(string path, string named)
    {
        _root.Write("docs/a.md", "");

        var error = await Assert.ThrowsAsync<McpException>(() => Files.ReadAsync(path, cancellationToken: Token));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_gives_path_line_and_text()
    {
        _root.Write("a.cs", "one\n  two TODO\nthree");
        _root.Write("b.cs", "todo");
        _root.Write("c.bin", "TODO\0");

        Assert.Equal([new TextMatch("a.cs", 2, "two TODO")], Text.Search("TODO").Matches);
        Assert.Equal(2, Text.Search("todo", insensitive: true).Count);
        Assert.Equal(1, Text.Search("t", "b.cs").Files);

        var cut = Text.Search("t", max: 1);
        Assert.Equal((1, 3, true), (cut.Matches.Count, cut.Count, cut.Truncated));
    }

    [Theory]
    [InlineData("(a")]
    [InlineData(@"(a)\1")]
    public void A_regular_expression_that_cannot_be_used_is_named(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<McpException>(() => Text.Search(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void Statistics_count_characters_words_and_lines()
    {
        var stats = TextTools.Statistics("The cat.\nThe dog\n", top: 1);

        Assert.Equal((17, 4, 2, 8), (stats.Characters, stats.Words, stats.Lines, stats.LongestLine));
        Assert.Equal([new WordCount("the", 2)], stats.TopWords);
        Assert.Equal(0, TextTools.Statistics("").Lines);
    }
}
