using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Execution.Recovery;

/// <summary>Secrets are not stored, so a restart loses them: what needs one says so, what needs none goes on.</summary>
public sealed class LostSecretTests
{
    [Theory]
    [InlineData("inputs.password", "inputs.password")]
    [InlineData("inputs", "inputs")]
    [InlineData("steps.login.output.token", "steps.login.output.token")]
    [InlineData("steps.login.output", "steps.login.output")]
    [InlineData("inputs.user", null)]
    [InlineData("steps.login.output.name", null)]
    [InlineData("steps.login.status", null)]
    public async Task Only_what_a_step_still_needs_counts(string path, string? lost)
    {
        await using var restart = new Restart();
        restart.First.Tools.Add("login", _ => """{"token":"t0psecret","name":"n"}""");
        await restart.HangAsync($$$"""
            name: w
            version: "1"
            inputs:
              - password
              - user
            steps:
              - { id: login, tool: login }
              - { id: wait, tool: hang }
              - { id: use, tool: echo, params: { v: "{{ {{{path}}} }}" } }
            """, """{"password":"hunter2hunter2","user":"me"}""");

        var result = Assert.Single(await restart.RecoverAsync());

        if (lost is null)
        {
            Assert.Equal(ExecutionStatus.Completed, result.Status);
            return;
        }

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.InternalError), (result.Status, result.Error!.Code));
        Assert.Contains($"{lost}, which step 'use' needs, holds a secret", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(restart.Second.Tools.Calls);
    }

    [Theory]
    [InlineData("return context.inputs['password']", true)]
    [InlineData("return context.steps['login'].output", true)]
    [InlineData("return context.steps['wait'].status", false)]
    [InlineData("return 1", false)]
    public async Task Code_that_may_read_a_secret_needs_it(string code, bool needs)
    {
        await using var restart = new Restart();
        restart.First.Tools.Add("login", _ => """{"token":"t0psecret"}""");
        await restart.HangAsync($$"""
            name: w
            version: "1"
            inputs:
              - password
            steps:
              - { id: login, tool: login }
              - { id: wait, tool: hang }
              - { id: use, code: "{{code}}" }
            """, """{"password":"hunter2hunter2"}""");

        Assert.Equal(needs ? ExecutionStatus.Failed : ExecutionStatus.Completed, Assert.Single(await restart.RecoverAsync()).Status);
    }

    [Fact]
    public async Task The_output_counts_too()
    {
        await using var restart = new Restart();
        await restart.HangAsync("""
            name: w
            version: "1"
            inputs:
              - password
            steps:
              - { id: wait, tool: hang }
            output: "{{ inputs.password }}"
            """, """{"password":"hunter2hunter2"}""");

        Assert.Contains("the output needs", Assert.Single(await restart.RecoverAsync()).Error!.Message, StringComparison.Ordinal);
    }
}
