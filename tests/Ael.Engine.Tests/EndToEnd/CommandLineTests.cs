using System.Text.Json;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.EndToEnd;

/// <summary>The command line as scripts use it: exit codes, and what goes where.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Raises = """
        name: raises
        version: "1.0"
        steps:
          - id: wrong
            code: raise ValueError("on purpose")
        """;

    private const string Broken = """
        name: broken
        version: "1.0"
        stepz: []
        """;

    private readonly EngineFolder _folder = new("", EngineFolder.Add, EngineFolder.Stats, Raises, Broken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bogus", "'bogus'")]
    [InlineData("run", "'workflow'")]
    [InlineData("run add --frob", "'--frob'")]
    [InlineData("serve extra", "'extra'")]
    [InlineData("validate", "'path'")]
    public async Task A_wrong_command_line_is_2_and_said_on_standard_error(string arguments, string mentions)
    {
        await using var command = await EngineProcess.RunAsync(_folder.Environment, Token, arguments.Split(' '));

        Assert.Equal(2, await ExitAsync(command));
        Assert.Equal("", command.Stdout);
        Assert.Contains(mentions, command.Stderr, StringComparison.Ordinal);
        Assert.Contains("Usage:", command.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run ad", "WORKFLOW_NOT_FOUND", "add")]
    [InlineData("run missing.yaml", "WORKFLOW_NOT_FOUND", "missing.yaml")]
    [InlineData("run broken", "WORKFLOW_INVALID", "stepz")]
    [InlineData("run add --input b=1", "INPUT_INVALID", "'b'")]
    [InlineData("run add --input a=x", "INPUT_INVALID", "'a'")]
    [InlineData("run add --input a", "INPUT_INVALID", "name=value")]
    [InlineData("run add --inputs missing.json", "INPUT_INVALID", "missing.json")]
    [InlineData("tools call text_stats {", "PARAM_INVALID", "JSON")]
    [InlineData("validate missing.yaml", "WORKFLOW_NOT_FOUND", "missing.yaml")]
    [InlineData("run add --config missing/ael-config.yaml", "CONFIG_INVALID", "missing/ael-config.yaml")]
    public async Task What_is_not_valid_is_2_and_named_on_standard_error(string arguments, string code, string mentions)
    {
        await using var command = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, await ExitAsync(command));
        Assert.Equal("", command.Stdout);
        Assert.StartsWith($"{code}: ", command.Stderr, StringComparison.Ordinal);
        Assert.Contains(mentions, command.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", command.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_execution_is_1()
    {
        await using var text = await RunAsync("run", "raises");
        await using var json = await RunAsync("run", "raises", "--json");

        Assert.Equal((1, 1), (await ExitAsync(text), await ExitAsync(json)));
        Assert.Equal("", text.Stdout);
        Assert.Contains("CODE_RUNTIME", text.Stderr, StringComparison.Ordinal);
        Assert.Contains("on purpose", text.Stderr, StringComparison.Ordinal);
        Assert.Equal("failed", JsonElement.Parse(json.Stdout).GetProperty("status").GetString());
        Assert.Equal("", json.Stderr);
    }

    [Fact]
    public async Task A_completed_one_is_0_with_the_output_on_standard_output_and_the_steps_on_standard_error()
    {
        await using var run = await RunAsync("run", "add", "--input", "a=41");

        Assert.Equal(0, await ExitAsync(run));
        Assert.Equal("42", run.Stdout);
        Assert.Contains("sum", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_names_every_problem_with_its_place()
    {
        await using var all = await RunAsync("validate", "--offline", Path.GetDirectoryName(_folder.WorkflowPath("any"))!);
        await using var one = await RunAsync("validate", _folder.WorkflowPath("stats"));

        Assert.Equal((2, 0), (await ExitAsync(all), await ExitAsync(one)));
        Assert.Contains("broken.yaml:3:1: error WORKFLOW_INVALID: ", all.Stdout, StringComparison.Ordinal);
        Assert.Contains("add.yaml: valid", all.Stdout, StringComparison.Ordinal);
        Assert.Contains("stats.yaml: valid", one.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_are_listed_and_called()
    {
        await using var list = await RunAsync("tools", "list");
        await using var call = await RunAsync("tools", "call", "text_stats", """{"text": "one two"}""");
        await using var missing = await RunAsync("tools", "call", "text_stat");
        await using var rejected = await RunAsync("tools", "call", "file_read", """{"path": "missing.txt"}""");

        Assert.Equal((0, 0, 1, 1), (await ExitAsync(list), await ExitAsync(call), await ExitAsync(missing), await ExitAsync(rejected)));
        Assert.Contains("text_stats", list.Stdout, StringComparison.Ordinal);
        Assert.Equal(2, JsonElement.Parse(call.Stdout).GetProperty("words").GetInt32());
        Assert.Contains("text_stats", missing.Stderr, StringComparison.Ordinal);
        Assert.Contains("missing.txt", rejected.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_command_and_option()
    {
        await using var help = await EngineProcess.RunAsync(_folder.Environment, Token, "--help");
        await using var run = await EngineProcess.RunAsync(_folder.Environment, Token, "run", "--help");

        Assert.Equal((0, 0), (await ExitAsync(help), await ExitAsync(run)));
        Assert.All(["serve", "run", "validate", "tools", "--stdio", "--config"], word => Assert.Contains(word, help.Stdout, StringComparison.Ordinal));
        Assert.All(["<workflow>", "--input ", "--inputs", "--json"], word => Assert.Contains(word, run.Stdout, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // The last --config wins where the arguments have their own.
    private Task<EngineProcess> RunAsync(params string[] arguments) => EngineProcess.RunAsync(
        _folder.Environment, Token, arguments.Contains("--config") ? arguments : [.. arguments, "--config", _folder.Config]);

    private static Task<int> ExitAsync(EngineProcess command) => command.ExitAsync(EngineProcess.Patience, Token);
}
