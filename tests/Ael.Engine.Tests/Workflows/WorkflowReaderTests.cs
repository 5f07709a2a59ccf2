using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Workflows;
using static Ael.Engine.Tests.Workflows.WorkflowTestKit;

namespace Ael.Engine.Tests.Workflows;

public class WorkflowReaderTests
{
    [Fact]
    public void The_example_of_the_specification_is_read_whole()
    {
        var workflow = Good("""
            name: release-notes
            version: "1.2.0"
            description: Collect commits and write the notes
            tags: [docs]
            timeout: 5m
            defaults: { timeout: 30s, on_error: fail, retry: { max_attempts: 3, backoff: exponential, delay: 1s, max_delay: 30s } }
            inputs:
              - repository
              - limit: 20
              - since: { type: string, pattern: "^\\d{4}-", description: "first day", required: false }
            steps:
              - id: log
                tool: git_log
                mcp: git
                params: { path: "{{ inputs.repository }}", max: "{{ inputs.limit }}" }
                on_error: retry
              - id: group
                code: |
                  commits = context.steps["log"].output
                  return {"count": len(commits), "subjects": [c["subject"] for c in commits]}
              - id: publish
                workflow: post-message@2.0
                params: { text: "{{ steps.group.output.subjects | join('\n') }}" }
                when: "steps.group.output.count > 0"
                depends_on: [group]
            output: "{{ steps.group.output }}"
            """);

        Assert.Equal(("release-notes", "1.2.0", "docs", TimeSpan.FromMinutes(5)), (workflow.Name, workflow.Version, workflow.Tags[0], workflow.Timeout));
        var (log, group, publish) = (workflow.Steps[0], workflow.Steps[1], workflow.Steps[2]);
        Assert.Equal((StepType.ToolCall, "git_log", "git", 12), (log.Type, log.Tool, log.Server, log.Line));
        Assert.Equal("{\"path\":\"{{ inputs.repository }}\",\"max\":\"{{ inputs.limit }}\"}", log.Params!.Source.GetRawText());
        Assert.Equal(3, log.Retry!.MaxAttempts);
        Assert.Equal((StepType.Code, 19, TimeSpan.FromSeconds(30)), (group.Type, group.CodeLine, group.Timeout));
        Assert.StartsWith("commits = context", group.Code, StringComparison.Ordinal);
        Assert.Null(group.Retry);
        Assert.Equal((StepType.Workflow, "post-message", "2.0"), (publish.Type, publish.WorkflowName, publish.WorkflowVersion));
        Assert.Equal(["group"], publish.DependsOn!);
        Assert.Equal("steps.group.output.count > 0", publish.When!.Text);
        Assert.NotNull(workflow.Output);
    }

    [Theory]
    [InlineData("version: 1.0", "1.0")]
    [InlineData("version: \"1.0\"", "1.0")]
    [InlineData("version: 007", "007")]
    [InlineData("version: 1.0.0-rc.1+build", "1.0.0-rc.1+build")]
    public void A_version_stays_as_it_is_written(string line, string version) =>
        Assert.Equal(version, Good($"name: w\n{line}\nsteps: [{{id: a, tool: t}}]\n").Version);

    [Theory]
    [InlineData("[a, b: 5]")]
    [InlineData("[a: {type: string}, b: {default: 5}]")]
    [InlineData("{a: , b: 5}")]
    [InlineData("{a: {required: true}, b: {type: integer, default: 5.0}}")]
    public void All_spellings_of_inputs_mean_the_same(string inputs)
    {
        var read = Good($"name: w\nversion: 1\ninputs: {inputs}\nsteps: [{{id: s, tool: t}}]\n").Inputs;

        Assert.Equal([("a", InputType.String, true, null), ("b", InputType.Integer, false, "5")], read.Select(i => (i.Name, i.Type, i.Required, i.Default?.GetRawText())));
    }

    [Theory]
    [InlineData("x: text", nameof(InputType.String))]
    [InlineData("x: 2.5", nameof(InputType.Number))]
    [InlineData("x: 1e3", nameof(InputType.Number))]
    [InlineData("x: false", nameof(InputType.Boolean))]
    [InlineData("x: [1]", nameof(InputType.Array))]
    [InlineData("x: {default: {a: 1}}", nameof(InputType.Object))]
    [InlineData("x: {enum: [1, 2]}", nameof(InputType.Integer))]
    [InlineData("x: {type: any}", nameof(InputType.Any))]
    [InlineData("x: {type: number, minimum: 0, maximum: 1}", nameof(InputType.Number))]
    public void An_inputs_type_is_declared_or_inferred(string input, string type) =>
        Assert.Equal(type, Good($"name: w\nversion: 1\ninputs: {{{input}}}\nsteps: [{{id: s, tool: t}}]\n").Inputs[0].Type.ToString());

    [Fact]
    public void An_empty_default_is_none() =>
        Assert.Null(Good("name: w\nversion: 1\ninputs: {a: {required: false, default: null}}\nsteps: [{id: s, tool: t}]\n").Inputs[0].Default);

    [Theory]
    [InlineData("timeout: 30", 30_000)]
    [InlineData("timeout: 30s", 30_000)]
    [InlineData("timeout: 1.5s", 1_500)]
    [InlineData("timeout: 500ms", 500)]
    [InlineData("timeout: 2m", 120_000)]
    [InlineData("timeout: 1h", 3_600_000)]
    public void Durations_have_these_spellings(string line, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoodStep($"tool: t\n{line}").Timeout);

    [Theory]
    [InlineData("", "", nameof(OnError.Fail), 1)]
    [InlineData("on_error: fail", "", nameof(OnError.Fail), 1)]
    [InlineData("on_error: skip", "", nameof(OnError.Skip), 1)]
    [InlineData("on_error: continue", "", nameof(OnError.Skip), 1)]
    [InlineData("on_error: retry", "", nameof(OnError.Fail), 3)]
    [InlineData("retry: 5", "", nameof(OnError.Fail), 5)]
    [InlineData("retry: true", "", nameof(OnError.Fail), 3)]
    [InlineData("retry: false", "", nameof(OnError.Fail), 1)]
    [InlineData("retry: {}", "", nameof(OnError.Fail), 3)]
    [InlineData("retry: {max_attempts: 2, then: skip}", "", nameof(OnError.Skip), 2)]
    [InlineData("retry: {then: continue}", "", nameof(OnError.Skip), 3)]
    [InlineData("on_error: retry\nretry: 4", "", nameof(OnError.Fail), 4)]
    [InlineData("on_error: skip\nretry: 4", "", nameof(OnError.Skip), 4)]
    [InlineData("", "{on_error: skip}", nameof(OnError.Skip), 1)]
    [InlineData("", "{on_error: retry}", nameof(OnError.Fail), 3)]
    [InlineData("", "{retry: 4}", nameof(OnError.Fail), 4)]
    [InlineData("", "{retry: {max_attempts: 4, then: skip}}", nameof(OnError.Skip), 4)]
    [InlineData("", "{retry: 4, on_error: fail}", nameof(OnError.Fail), 1)]
    [InlineData("on_error: retry", "{retry: 4, on_error: fail}", nameof(OnError.Fail), 4)]
    [InlineData("on_error: skip", "{retry: 4}", nameof(OnError.Skip), 1)]
    [InlineData("on_error: fail", "{retry: 4}", nameof(OnError.Fail), 1)]
    [InlineData("retry: false", "{retry: 4}", nameof(OnError.Fail), 1)]
    [InlineData("retry: {delay: 2s}", "{retry: {max_attempts: 4, then: skip}}", nameof(OnError.Skip), 4)]
    [InlineData("retry: 2", "{on_error: skip}", nameof(OnError.Skip), 2)]
    public void What_follows_a_failure(string step, string defaults, string onError, int attempts)
    {
        var read = GoodStep($"tool: t\n{step}", defaults.Length == 0 ? "" : $"defaults: {defaults}");

        Assert.Equal((onError, attempts), (read.OnError.ToString(), read.Retry?.MaxAttempts ?? 1));
    }

    [Theory]
    [InlineData("{delay: 2s, multiplier: 3}")]
    [InlineData("{delay: 2, multiplier: 3}")]
    [InlineData("{delay_seconds: 2, backoff_multiplier: 3}")]
    [InlineData("{initial_delay: 2s, backoff_multiplier: 3.0}")]
    public void Older_spellings_of_retry_mean_the_same(string retry)
    {
        var policy = GoodStep($"tool: t\nretry: {retry}").Retry!;

        Assert.Equal((TimeSpan.FromSeconds(2), 3.0), (policy.Delay, policy.Multiplier));
    }

    [Fact]
    public void A_retry_policy_has_these_keys_and_takes_the_rest_from_defaults()
    {
        var policy = GoodStep(
            "tool: t\nretry: {max_attempts: 7, backoff: fixed, jitter: false, retry_on: [TOOL_TIMEOUT], no_retry_on: [TOOL_FAILED]}",
            "defaults: {retry: {max_attempts: 2, delay: 60s, multiplier: 4}}").Retry!;

        Assert.Equal((7, Backoff.Fixed, false), (policy.MaxAttempts, policy.Backoff, policy.Jitter));
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), 4.0), (policy.Delay, policy.MaxDelay, policy.Multiplier));
        Assert.Equal([ErrorCode.ToolTimeout], policy.RetryOn);
        Assert.Equal([ErrorCode.ToolFailed], policy.NoRetryOn);
    }

    [Fact]
    public void Retry_alone_is_the_default_policy()
    {
        var (policy, expected) = (GoodStep("tool: t\non_error: retry").Retry!, new RetryPolicy());

        Assert.Equal(expected with { RetryOn = policy.RetryOn, NoRetryOn = policy.NoRetryOn }, policy);
        Assert.Empty(policy.RetryOn.Concat(policy.NoRetryOn));
    }

    [Fact]
    public void A_foreach_step_has_its_variable_in_params()
    {
        var step = GoodStep("tool: t\nforeach: \"{{ [1, 2] }}\"\nas: n\nconcurrency: 4\nparams: {x: \"{{ n }}\"}\nrun_if: always\non_missing_tool: skip\nwhen: true");

        Assert.Equal(("n", 4, RunIf.Always, OnMissingTool.Skip), (step.As, step.Concurrency, step.RunIf, step.OnMissingTool));
        Assert.NotNull(step.ForEach);
        Assert.Equal("true", step.When!.Text);
    }

    [Theory]
    [InlineData("{x: {from: steps.a.output, description: d}}")]
    [InlineData("{x: {from: \"{{ steps.a.output }}\", description: d}}")]
    [InlineData("{x: {from_path: steps.a.output, description: d}}")]
    [InlineData("{x: {value: \"{{ steps.a.output }}\", description: d}}")]
    [InlineData("[{name: x, from: steps.a.output, description: d}]")]
    [InlineData("[{name: x, value: \"{{ steps.a.output }}\", description: d}]")]
    public void All_spellings_of_outputs_mean_the_same(string outputs)
    {
        var output = Assert.Single(Good($"name: w\nversion: 1\nsteps: [{{id: a, tool: t}}]\noutputs: {outputs}\n").Outputs);

        Assert.Equal(("x", "d", "\"{{ steps.a.output }}\""), (output.Name, output.Description, output.Value.Source.GetRawText()));
    }

    [Theory]
    [InlineData("{x: 5}", "5")]
    [InlineData("{x: [1, \"{{ steps.a.output }}\"]}", "[1,\"{{ steps.a.output }}\"]")]
    [InlineData("{x: {value: {deep: \"{{ steps.a.output }}\"}}}", "{\"deep\":\"{{ steps.a.output }}\"}")]
    public void An_output_can_be_any_value(string outputs, string json) =>
        Assert.Equal(json, Assert.Single(Good($"name: w\nversion: 1\nsteps: [{{id: a, tool: t}}]\noutputs: {outputs}\n").Outputs).Value.Source.GetRawText());

    [Theory]
    [InlineData("- {id: b, tool: t}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: []}", "")]
    [InlineData("- {id: b, tool: t, depends_on: a}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: [a, a]}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: [], params: {x: '{{ steps.a.output }}'}}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: [], when: steps.a.success}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: [], foreach: 'steps.a.output | default([])'}", "a")]
    [InlineData("- {id: b, tool: t, depends_on: [], when: \"'a' in steps\"}", "a")]
    [InlineData("- {id: b, depends_on: [], code: 'return context.steps[\"a\"].output'}", "a")]
    [InlineData("- {id: x, tool: t, depends_on: []}\n- {id: b, tool: t}", "a")]
    [InlineData("- {id: x, tool: t, depends_on: []}\n- {id: b, tool: t, when: steps.x.success}", "a,x")]
    public void A_step_waits_for(string steps, string waitsFor) =>
        Assert.Equal(waitsFor, string.Join(',', Good($"name: w\nversion: 1\nsteps:\n- {{id: a, tool: t}}\n{steps}\n").Steps.Single(s => s.Id == "b").WaitsFor));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task The_samples_are_valid(string file)
    {
        var (definition, problems) = Read(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", file), TestContext.Current.CancellationToken));

        Assert.Empty(problems);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), definition!.Name);
    }

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "workflows"), "*.yaml").Select(f => Path.GetFileName(f))];
}
