using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Execution.Recovery;

public sealed class SubWorkflowRecoveryTests
{
    private const string Inner = """
        name: inner
        version: "1.0"
        inputs:
          - v: 0
        steps:
          - { id: first, tool: echo, params: { v: "{{ inputs.v }}" } }
          - { id: second, tool: hang, params: { v: "{{ steps.first.output.v }}" } }
        output: "{{ steps.second.output.v }}"
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sub_workflow_that_was_under_way_goes_on_and_no_other_is_started()
    {
        await using var restart = await PreparedAsync(Inner);
        var handle = await restart.HangAsync(Calls("{ id: call, workflow: inner, params: { v: 7 } }"));

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal((ExecutionStatus.Completed, "7"), (result.Status, result.Output.ToString()));
        Assert.Equal(["hang"], restart.Second.Tools.Calls);
        Assert.True(Assert.Single(await restart.Store.GetChildrenAsync(handle.ExecutionId, Token)).Ended);
    }

    [Fact]
    public async Task Those_that_had_ended_are_not_run_again()
    {
        await using var restart = await PreparedAsync(Inner.Replace("tool: hang", "tool: \"{{T}}\"", StringComparison.Ordinal).Replace("\"{{T}}\"", "pick", StringComparison.Ordinal));
        // The first element goes through, the second hangs.
        restart.First.Tools.Add("pick", async (a, c) => a.GetProperty("v").GetInt32() == 1
            ? a
            : await restart.First.Tools.CallAsync(new("hang", null, a), c));
        restart.Second.Tools.Add("pick", a => a.GetRawText());
        var handle = await restart.HangAsync(Calls("{ id: call, foreach: \"{{ [1, 2] }}\", workflow: inner, params: { v: \"{{ item }}\" } }"));

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal("[1,2]", result.Output!.Value.GetRawText());
        Assert.Equal(["pick"], restart.Second.Tools.Calls);
        Assert.Equal([0, 1], (await restart.Store.GetChildrenAsync(handle.ExecutionId, Token)).Select(c => c.Item));
    }

    [Fact]
    public async Task A_secret_among_its_inputs_is_evaluated_again()
    {
        await using var restart = await PreparedAsync(Inner.Replace("- v: 0", "- v: 0\n  - password: { type: string, required: false }", StringComparison.Ordinal)
            .Replace("{ v: \"{{ steps.first.output.v }}\" }", "{ v: \"{{ inputs.password }}\" }", StringComparison.Ordinal));
        await restart.HangAsync(Calls("{ id: call, workflow: inner, params: { v: 7, password: \"{{ 'hunter2' ~ 'hunter2' }}\" } }"));

        Assert.Equal("hunter2hunter2", Assert.Single(await restart.RecoverAsync()).Output.ToString());
    }

    [Fact]
    public async Task When_the_one_that_started_it_cannot_go_on_it_ends_too()
    {
        await using var restart = await PreparedAsync(Inner);
        var handle = await restart.HangAsync(Calls("{ id: call, workflow: inner, params: { v: 7 } }"));
        restart.Die();
        await restart.First.Engine.CancelAsync(handle.ExecutionId, "enough");

        Assert.Equal(ExecutionStatus.Cancelled, Assert.Single(await restart.RecoverAsync()).Status);

        var child = Assert.Single(await restart.Store.GetChildrenAsync(handle.ExecutionId, Token));
        Assert.True(child.Ended);
        Assert.Equal(ExecutionStatus.Cancelled, (await restart.StoredAsync(child.ExecutionId)).Result.Status);
    }

    private static string Calls(string step) => $$$"""
        name: outer
        version: "1.0"
        steps:
          - {{{step}}}
        output: "{{ steps.call.output }}"
        """;

    private static async Task<Restart> PreparedAsync(string inner)
    {
        var restart = new Restart();
        await restart.First.PutAsync("inner", inner);
        await restart.Second.PutAsync("inner", inner);
        return restart;
    }
}
