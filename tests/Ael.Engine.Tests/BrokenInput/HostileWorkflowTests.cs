using System.Text;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>Workflows made to hurt when they run, and files as other systems write them.</summary>
public sealed class HostileWorkflowTests : IAsyncDisposable
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(10);

    private readonly TestEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_foreach_over_100_000_elements_is_refused_before_the_first()
    {
        _engine.Tools.Add("echo", a => a.GetRawText());

        var result = await RunAsync(
            "name: w\nversion: 1\ninputs: {list: {type: array}}\nsteps:\n- {id: each, tool: echo, foreach: '{{ inputs.list }}'}\n",
            $$"""{"list": [{{string.Join(',', Enumerable.Range(0, 100_000))}}]}""");

        Assert.Equal((ErrorCode.ResourceExhausted, "each"), (result.Error!.Code, result.Error.StepId));
        Assert.Contains("has 100000 elements, more than the 10000 allowed", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("execution.max_foreach_items", result.Error.Suggestion, StringComparison.Ordinal);
        Assert.Empty(_engine.Tools.Calls);
    }

    [Fact]
    public async Task A_text_that_doubles_forty_times_stops_at_the_limit()
    {
        var doubled = Enumerable.Range(0, 40).Aggregate("'xx'", (e, _) => $"{e} | replace('x', 'xx')");

        var result = await RunAsync($"name: w\nversion: 1\nsteps:\n- {{id: a, tool: echo, params: {{x: \"{{{{ {doubled} }}}}\"}}}}\n");

        Assert.Equal(ErrorCode.TemplateError, result.Error!.Code);
        Assert.Contains("larger than 4194304 bytes", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("templates.max_output", result.Error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_gives_too_much_says_how_much()
    {
        _engine.Tools.Add("flood", _ => $"\"{new string('x', 5 * 1024 * 1024)}\"");

        var result = await RunAsync("name: w\nversion: 1\nsteps: [{id: a, tool: flood}]\n");

        Assert.Equal(ErrorCode.ResourceExhausted, result.Error!.Code);
        Assert.Contains("step 'a' gave 5242882 bytes, more than the 4194304 allowed", result.Error.Message, StringComparison.Ordinal);
        Assert.Contains("execution.max_step_output", result.Error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_that_were_put_one_after_the_other_cannot_lead_back()
    {
        await _engine.PutAsync("first", Calls("first", "second"));
        await _engine.PutAsync("second", Calls("second", "third"));

        var e = await Assert.ThrowsAsync<WorkflowException>(() => _engine.PutAsync("third", Calls("third", "first")));

        var problem = Assert.Single(e.Problems);
        Assert.Equal(("WORKFLOW_RECURSION", "steps[0].workflow", 3, 27), (problem.Code.Name, problem.Path, problem.Line, problem.Column));
        Assert.Contains("third -> first -> second -> third", problem.Message, StringComparison.Ordinal);
        Assert.Contains("out of the circle", problem.Suggestion!, StringComparison.Ordinal);
        await _engine.PutAsync("third", "name: third\nversion: 1\nsteps: [{id: a, tool: echo}]\n");
    }

    [Fact]
    public async Task A_chain_of_workflows_ends_at_its_greatest_depth()
    {
        for (var i = 1; i <= 12; i++)
        {
            await _engine.PutAsync($"w{i}", Calls($"w{i}", $"w{i + 1}"));
        }

        var result = await RunAsync(Calls("w0", "w1"));

        var error = result.Error;
        while (error?.Cause is { } cause)
        {
            error = cause;
        }

        Assert.Equal(ErrorCode.WorkflowRecursion, error!.Code);
        Assert.Contains("nested deeper than 8: w0 -> w1 -> ", error.Message, StringComparison.Ordinal);
        Assert.Contains("execution.max_depth", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_from_a_tool_is_recorded_without_its_secrets()
    {
        _engine.Tools.Add("odd", _ => """{"text": "a\ud800", "\udc00": 1, "password": "hunter2"}""");

        var result = await RunAsync("name: w\nversion: 1\nsteps: [{id: a, tool: odd}]\noutput: '{{ steps.a.output }}'\n");

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        var stored = (await _engine.Store.GetAsync(result.ExecutionId, Token))!.Result.Output!.Value.GetRawText();
        Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
        Assert.Contains("[redacted]", stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void A_configuration_reads_the_same_with_any_ends_of_lines_and_a_byte_order_mark(string end)
    {
        var path = Path.Combine(_engine.Directory, "ael-config.yaml");
        File.WriteAllText(path, "server:\n  port: 8123\nlogging:\n  level: error\n".ReplaceLineEndings(end), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal(8123, new ConfigurationReader(new Dictionary<string, string>(), _engine.Directory).Read().Server.Port);
    }

    [Fact]
    public async Task Files_that_are_no_UTF8_are_refused_by_that_name()
    {
        var config = Path.Combine(_engine.Directory, "ael-config.yaml");
        var workflow = Path.Combine(_engine.Directory, "odd.yaml");
        byte[] bytes = [.. "name: a"u8, 0xff, 0xfe];
        await File.WriteAllBytesAsync(config, bytes, Token);
        await File.WriteAllBytesAsync(workflow, bytes, Token);

        var c = Assert.Throws<ConfigurationException>(() => new ConfigurationReader(new Dictionary<string, string>(), _engine.Directory).Read());
        var w = await Assert.ThrowsAsync<AelException>(() => Cli.WorkflowFile.TextAsync(workflow, Token));

        Assert.Contains("not UTF-8", c.Message, StringComparison.Ordinal);
        Assert.Equal(("WORKFLOW_INVALID", "save it as UTF-8"), (w.Error.Code.Name, w.Error.Suggestion));
        Assert.Contains("odd.yaml", w.Message, StringComparison.Ordinal);
    }

    private static string Calls(string name, string called) => $"name: {name}\nversion: 1\nsteps: [{{id: a, workflow: {called}}}]\n";

    private Task<ExecutionResult> RunAsync(string yaml, string inputs = "{}") => _engine.RunAsync(yaml, inputs).WaitAsync(s_guard, Token);
}
