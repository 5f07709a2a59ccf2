using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Yaml;

public class MapReaderTests
{
    private readonly ProblemList _problems = new(ErrorCode.ConfigInvalid);

    private enum Isolation
    {
        Required,
        DataScience,
    }

    [Fact]
    public void Typed_getters_read_what_fits()
    {
        var map = Read("""
            text: hello
            version: 1.0
            flag: true
            count: 5
            ratio: 2.5
            pause: 500ms
            plain: 30
            size: 512MiB
            choice: data_science
            list: [a, b]
            env: {PORT: 8080}
            none:
            """);

        Assert.Equal("hello", map.Text("text"));
        Assert.Equal("1.0", map.Written("version"));
        Assert.True(map.Boolean("flag"));
        Assert.Equal(5, map.Integer("count", 0, 10));
        Assert.Equal(2.5, map.Number("ratio"));
        Assert.Equal(TimeSpan.FromMilliseconds(500), map.Duration("pause"));
        Assert.Equal(TimeSpan.FromSeconds(30), map.Duration("plain"));
        Assert.Equal(512L * 1024 * 1024, map.Size("size"));
        Assert.Equal(Isolation.DataScience, map.Choice<Isolation>("choice"));
        Assert.Equal(["a", "b"], map.Texts("list"));
        Assert.Equal("8080", map.TextMap("env")!["PORT"]);
        Assert.Empty(map.Entries("none")!);
        Assert.Null(map.Text("absent"));
        map.Close();
        Assert.Empty(_problems.ToList());
    }

    [Theory]
    [InlineData("text: 5", "expected text, was the integer 5", "quote it: \"5\"")]
    [InlineData("text:", "expected text, was empty", "remove the key")]
    [InlineData("flag: yes", "expected true or false, was the text 'yes'", "without quotes")]
    [InlineData("count: 11", "must be from 0 to 10, was 11", "from 0 to 10")]
    [InlineData("count: 2.5", "expected a whole number, was the number 2.5", "digits only")]
    [InlineData("count: 99999999999999999999", "must be from 0 to 10", "from 0 to 10")]
    [InlineData("pause: 5 minutes", "expected a duration, was the text '5 minutes'", "5m")]
    [InlineData("pause: 0", "must be 1ms or more, was 0", "1ms or more")]
    [InlineData("pause: -1s", "expected a duration", "30s")]
    [InlineData("size: 1.5B", "expected a size in bytes", "MiB")]
    [InlineData("choice: requird", "expected one of required, data_science", "did you mean 'required'?")]
    [InlineData("list: a", "expected a list, was the text 'a'", "[a, b]")]
    [InlineData("list: [1]", "expected text, was the integer 1", "quote it")]
    [InlineData("env: [a]", "expected a mapping", null)]
    [InlineData("cuont: 1", "unknown key 'cuont' in this thing", "did you mean 'count'?")]
    public void What_does_not_fit_is_named(string yaml, string message, string? suggestion)
    {
        var map = Read("\n" + yaml);
        map.Text("text");
        map.Boolean("flag");
        map.Integer("count", 0, 10);
        map.Duration("pause");
        map.Size("size");
        map.Choice<Isolation>("choice");
        map.Texts("list");
        map.TextMap("env");
        map.Close();

        var problem = Assert.Single(_problems.ToList());
        Assert.Equal((ErrorCode.ConfigInvalid, 2), (problem.Code, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(suggestion ?? "", problem.Suggestion ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Two_spellings_of_one_thing_are_a_problem()
    {
        var map = Read("delay: 1\ndelay_seconds: 2\n");

        Assert.Equal("1", ((YamlScalar)map.OneOf("delay", "delay_seconds")!).Text);
        map.Close();
        Assert.Contains("say the same thing", Assert.Single(_problems.ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_full_of_mistakes_reports_a_bounded_number_of_them()
    {
        var map = Read(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i}: 1\n")));
        map.Text("name");
        map.Close();

        Assert.Equal(ProblemList.Limit, _problems.ToList().Count);
    }

    private MapReader Read(string yaml) => MapReader.Open(YamlLoader.Load(yaml, _problems)!, "thing", _problems)!;
}
