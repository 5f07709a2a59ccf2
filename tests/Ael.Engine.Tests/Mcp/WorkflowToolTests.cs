using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

public class WorkflowToolTests
{
    public static TheoryData<string> Generations => [McpHost.WithSession, McpHost.WithoutSession];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_workflow_is_listed_with_its_schemas(string version)
    {
        await using var host = await McpHost.StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition(
            "notes",
            new InputDefinition("repository"),
            new InputDefinition("limit") { Type = InputType.Integer, Required = false, Default = JsonElement.Parse("20"), Minimum = 1 }) with
        {
            Description = "Writes notes",
            Outputs = [new OutputDefinition("count", FakeCatalogue.Tree("1"), "How many")],
        }));
        await using var client = await host.ConnectAsync(version);

        var tool = (await client.ListToolsAsync(cancellationToken: Token)).Single(t => t.Name == "notes").ProtocolTool;

        Assert.Equal("Writes notes", tool.Description);
        var input = tool.InputSchema;
        Assert.Equal(20, input.GetProperty("properties").GetProperty("limit").GetProperty("default").GetInt32());
        Assert.Equal(["repository"], input.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
        var output = tool.OutputSchema!.Value;
        Assert.Equal("How many", output.GetProperty("properties").GetProperty("count").GetProperty("description").GetString());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_call_gives_the_output_as_text_and_structured_content(string version)
    {
        await using var host = await StartWithAsync("echo");
        await using var client = await host.ConnectAsync(version);

        var result = await client.CallToolAsync("echo", new Dictionary<string, object?> { ["a"] = 1 }, cancellationToken: Token);

        Assert.NotEqual(true, result.IsError);
        Assert.Equal("""{"a":1}""", Text(result));
        Assert.Equal(1, result.StructuredContent!.Value.GetProperty("a").GetInt32());
        var run = Assert.Single(host.Engine.Runs);
        Assert.Equal("mcp", run.Request.Source);
        Assert.Equal(run.Id, (string?)result.Meta!["ael/execution_id"]);
    }

    [Theory]
    [InlineData("\"plain\"", "plain", "\"plain\"")]
    [InlineData("[1,2]", "[1,2]", "[1,2]")]
    public async Task An_output_that_is_no_object_is_wrapped_for_structured_content_only(string output, string text, string wrapped)
    {
        await using var host = await StartWithAsync("w");
        host.Engine.OnStart = run => run.Complete(JsonElement.Parse(output));
        await using var client = await host.ConnectAsync();

        var result = await client.CallToolAsync("w", cancellationToken: Token);

        Assert.Equal(text, Text(result));
        Assert.Equal(wrapped, result.StructuredContent!.Value.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task A_failed_execution_names_code_step_suggestion_execution_and_trace()
    {
        await using var host = await StartWithAsync("w");
        host.Engine.OnStart = run => run.Fail(
            new AelError(ErrorCode.ToolFailed, "no such repository") { Suggestion = "check the path" },
            new StepResult { Id = "a", Type = "code", Status = StepStatus.Completed },
            new StepResult { Id = "log", Type = "tool_call", Status = StepStatus.Failed });
        await using var client = await host.ConnectAsync();

        var result = await client.CallToolAsync("w", cancellationToken: Token);

        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        foreach (var error in new[] { JsonElement.Parse(Text(result)), JsonSerializer.SerializeToElement(result.Meta!["ael/error"]) })
        {
            Assert.Equal("TOOL_FAILED", error.GetProperty("code").GetString());
            Assert.Equal("no such repository", error.GetProperty("message").GetString());
            Assert.Equal("check the path", error.GetProperty("suggestion").GetString());
            Assert.Equal("log", error.GetProperty("step_id").GetString());
            Assert.Equal(FakeRun.TraceId, error.GetProperty("trace_id").GetString());
            Assert.Equal(host.Engine.Runs.Single().Id, error.GetProperty("execution_id").GetString());
        }
    }

    [Fact]
    public async Task A_refused_start_is_an_error_result_and_an_internal_one_shows_nothing_of_its_inside()
    {
        await using var host = await StartWithAsync("w");
        var counted = new ConcurrentQueue<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument, host.Telemetry.Errors.Instrument))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            Assert.Equal("mcp_server", tags[1].Value);
            counted.Enqueue((string)tags[0].Value!);
        });
        meters.Start();
        await using var client = await host.ConnectAsync();

        host.Engine.OnStart = _ => throw new AelException(ErrorCode.ResourceExhausted, "256 executions are waiting");
        var refused = await client.CallToolAsync("w", cancellationToken: Token);
        host.Engine.OnStart = _ => throw new InvalidOperationException("the secret of the cellar");
        var broken = await client.CallToolAsync("w", cancellationToken: Token);

        Assert.True(refused.IsError);
        Assert.Equal("RESOURCE_EXHAUSTED", JsonElement.Parse(Text(refused)).GetProperty("code").GetString());
        Assert.True(broken.IsError);
        Assert.Equal("INTERNAL_ERROR", JsonElement.Parse(Text(broken)).GetProperty("code").GetString());
        Assert.DoesNotContain("cellar", Text(broken), StringComparison.Ordinal);
        Assert.Equal(["RESOURCE_EXHAUSTED", "INTERNAL_ERROR"], counted);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task An_unknown_tool_is_a_protocol_error_with_near_names(string version)
    {
        await using var host = await StartWithAsync("release-notes");
        await using var client = await host.ConnectAsync(version);

        var error = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await client.CallToolAsync("relase-notes", cancellationToken: Token));

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
        Assert.Contains("release-notes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Each_ended_step_is_one_progress_notification_before_the_result(string version)
    {
        await using var host = await StartWithAsync("w");
        host.Engine.OnStart = run =>
        {
            run.StepEnded("first", 1, 2);
            run.StepEnded("second", 2, 2, StepStatus.Skipped);
            run.Complete(null);
        };
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        var sent = await raw.CallAsync("w", Token, """, "progressToken": "p" """);

        var progress = Messages(sent, NotificationMethods.ProgressNotification);
        Assert.Equal([1, 2], progress.Select(p => p.GetProperty("progress").GetInt32()));
        Assert.All(progress, p => Assert.Equal(2, p.GetProperty("total").GetInt32()));
        Assert.Contains("first", progress[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(sent.LastIndexOf("notifications/progress", StringComparison.Ordinal) < sent.IndexOf("\"result\"", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Without_a_token_there_is_no_progress(string version)
    {
        await using var host = await StartWithAsync("w");
        host.Engine.OnStart = run =>
        {
            run.StepEnded("first", 1, 1);
            run.Complete(null);
        };
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        Assert.Empty(Messages(await raw.CallAsync("w", Token), NotificationMethods.ProgressNotification));
    }

    [Theory]
    [InlineData(McpHost.WithSession, null, new[] { "hello", "step 'bad' failed" })]
    [InlineData(McpHost.WithSession, "error", new[] { "step 'bad' failed" })]
    [InlineData(McpHost.WithoutSession, null, new string[0])]
    [InlineData(McpHost.WithoutSession, "info", new[] { "hello", "step 'bad' failed" })]
    public async Task Log_lines_reach_callers_from_the_level_they_want(string version, string? level, string[] expected)
    {
        await using var host = await StartWithAsync("w");
        host.Engine.OnStart = run =>
        {
            run.Log("hello");
            run.StepEnded("bad", 1, 1, StepStatus.Failed);
            run.Complete(null);
        };
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);
        var perRequest = level is null ? "" : $", \"io.modelcontextprotocol/logLevel\": \"{level}\"";
        if (version == McpHost.WithSession && level is not null)
        {
            await raw.RequestAsync("logging/setLevel", $"\"level\": \"{level}\",", Token);
            perRequest = "";
        }

        var lines = Messages(await raw.CallAsync("w", Token, perRequest), NotificationMethods.LoggingMessageNotification);

        Assert.Equal(expected, lines.Select(l => l.GetProperty("data").GetProperty("message").GetString()));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_cancelled_request_cancels_the_execution(string version)
    {
        await using var host = await StartWithAsync("w");
        var started = new TaskCompletionSource<FakeRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.OnStart = started.SetResult;
        await using var client = await host.ConnectAsync(version);
        using var cancel = new CancellationTokenSource();

        var call = client.CallToolAsync("w", cancellationToken: cancel.Token).AsTask();
        var run = await started.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await run.Cancelled.WaitAsync(Token);
        Assert.Equal(ExecutionStatus.Cancelled, (await run.Completion.WaitAsync(Token)).Status);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_lost_connection_cancels_the_execution(string version)
    {
        await using var host = await StartWithAsync("w");
        var started = new TaskCompletionSource<FakeRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.OnStart = started.SetResult;
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        using var cut = new CancellationTokenSource();
        var call = raw.CallAsync("w", cut.Token);
        var run = await started.Task.WaitAsync(Token);
        await cut.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Contains("disconnected", await run.Cancelled.WaitAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_lost_connection_leaves_the_execution_alone_when_so_configured(string version)
    {
        await using var host = await McpHost.StartAsync(new EngineOptions { Execution = new() { CancelOnDisconnect = false } });
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("w")));
        var started = new TaskCompletionSource<FakeRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.OnStart = started.SetResult;
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        using var cut = new CancellationTokenSource();
        var call = raw.CallAsync("w", cut.Token);
        var run = await started.Task.WaitAsync(Token);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // The server has noticed by the time it can stop, which ends every request of its own.
        await host.DisposeAsync();
        Assert.DoesNotContain("disconnected", run.Cancelled.IsCompleted ? await run.Cancelled : "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task The_callers_trace_is_the_executions_parent(string version)
    {
        await using var host = await StartWithAsync("w");
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        await raw.CallAsync("w", Token, """, "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" """);

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", host.Engine.Runs.Single().Request.Parent.TraceId.ToHexString());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task With_tracing_on_the_requests_own_span_stands_between_caller_and_execution(string version)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Experimental.ModelContextProtocol",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await StartWithAsync("w");
        using var raw = new RawClient(host.Address, version);
        await raw.BeginAsync(Token);

        await raw.CallAsync("w", Token, """, "traceparent": "00-11111111111111111111111111111111-00f067aa0ba902b7-01" """);

        var parent = host.Engine.Runs.Single().Request.Parent;
        Assert.Equal("11111111111111111111111111111111", parent.TraceId.ToHexString());
        Assert.NotEqual("00f067aa0ba902b7", parent.SpanId.ToHexString());
    }

    private static async Task<McpHost> StartWithAsync(string workflow)
    {
        var host = await McpHost.StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition(workflow)));
        return host;
    }

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    private static List<JsonElement> Messages(string body, string method) =>
    [
        .. body.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => JsonElement.Parse(l["data:".Length..]))
            .Where(m => m.TryGetProperty("method", out var name) && name.GetString() == method).Select(m => m.GetProperty("params")),
    ];
}
