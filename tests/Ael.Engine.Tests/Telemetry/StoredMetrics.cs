using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What the metrics must be, from nothing but the execution store: name of the series, then its labels, then its value.</summary>
internal sealed class StoredMetrics
{
    public Dictionary<string, Dictionary<string, double>> Counters { get; } = [];

    /// <summary>Sums of durations in seconds, by histogram and labels.</summary>
    public Dictionary<string, Dictionary<string, double>> Sums { get; } = [];

    /// <summary>Every counter, and the counts of every histogram, as one sorted text: <c>name{labels} value</c>.</summary>
    public string Text => Lines(Counters);

    /// <summary>The same of what was exported, of the same metrics and of none that the store knows nothing of.</summary>
    public static string TextOf(Func<string, Dictionary<string, double>> exported) => Lines(MetricCatalogue.All
        .Where(m => m.Kind != MetricKind.Gauge && m != MetricCatalogue.TelemetryDropped && m != MetricCatalogue.TracesDecidedEarly)
        .Select(m => m.Kind == MetricKind.Histogram ? m.PrometheusName + "_count" : m.PrometheusName)
        .ToDictionary(name => name, exported));

    public static async Task<StoredMetrics> OfAsync(IExecutionStore store, IReadOnlySet<string> tools, CancellationToken cancellationToken)
    {
        var metrics = new StoredMetrics();
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(new ExecutionQuery { Limit = 100, Cursor = cursor }, cancellationToken);
            foreach (var summary in page.Items)
            {
                var record = (await store.GetAsync(summary.ExecutionId, cancellationToken))!;
                metrics.Add(record.Result, await store.GetDetailAsync(summary.ExecutionId, cancellationToken), tools);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return metrics;
    }

    private static string Lines(Dictionary<string, Dictionary<string, double>> metrics) => string.Join('\n', metrics
        .SelectMany(m => m.Value.Select(series => $"{m.Key}{{{series.Key}}} {series.Value}")).Order(StringComparer.Ordinal));

    private void Add(ExecutionResult result, ExecutionDetail detail, IReadOnlySet<string> tools)
    {
        Count("ael_workflow_executions_total", ("workflow", result.Workflow), ("status", result.Status switch
        {
            ExecutionStatus.Completed => "success",
            ExecutionStatus.TimedOut => "timeout",
            ExecutionStatus.Cancelled => "cancelled",
            ExecutionStatus.Failed => "error",
            _ => throw new InvalidOperationException($"{result.Workflow} is still {result.Status}"),
        }));
        Measure("ael_workflow_duration_seconds", result.DurationMs, ("workflow", result.Workflow));
        foreach (var step in result.Steps.Where(s => s.Status != StepStatus.Pending))
        {
            AddStep(result, step, detail);
        }

        foreach (var call in detail.ToolCalls)
        {
            AddCall(call, tools.Contains(call.Tool) ? call.Tool : "unknown");
        }

        // Its own error: none of a step, and none that came with the execution that started it.
        if (result.Error is { StepId: null } error && error.ExecutionId == result.ExecutionId)
        {
            Error(error, Components.WorkflowEngine);
        }
    }

    private void AddStep(ExecutionResult result, StepResult step, ExecutionDetail detail)
    {
        (string, string)[] names = [("workflow", result.Workflow), ("step", step.Id)];
        if (step.SkipReason is { } reason)
        {
            Count("ael_step_skips_total", [.. names, ("reason", reason)]);
        }

        if (step.Status != StepStatus.Skipped)
        {
            Count("ael_step_executions_total", [.. names, ("type", step.Type)]);
            Measure("ael_step_duration_seconds", step.DurationMs, [.. names, ("type", step.Type)]);
        }

        var attempts = detail.Attempts.Where(a => a.StepId == step.Id).ToList();
        foreach (var item in attempts.GroupBy(a => a.Item).Where(i => i.Count() > 1))
        {
            Count("ael_step_retries_total", item.Count() - 1, names);
        }

        var failed = attempts.Where(a => a.Error is not null).ToList();
        foreach (var attempt in failed)
        {
            AddAttempt(step, attempt, detail);
        }

        // Of `when`, `foreach` or a limit, when no attempt has it.
        if (failed.Count == 0 && step.Error is { } error)
        {
            Error(error, Components.WorkflowEngine);
        }
    }

    // An attempt's error arose in it unless a tool call of it has one; one with a cause arose where the cause did.
    private void AddAttempt(StepResult step, AttemptRecord attempt, ExecutionDetail detail)
    {
        var called = detail.ToolCalls.Any(c => (c.StepId, c.Item, c.Attempt) == (attempt.StepId, attempt.Item, attempt.Attempt) && c.Error is not null);
        if (attempt.Error!.Cause is null && !(step.Type == "tool_call" && called))
        {
            Error(attempt.Error, step.Type == "code" ? Components.CodeRunner : Components.WorkflowEngine);
        }
    }

    private void AddCall(ToolCallRecord call, string tool)
    {
        var status = call.Error?.Code switch
        {
            null => "success",
            var code when code == ErrorCode.ToolTimeout => "timeout",
            var code when code == ErrorCode.Cancelled => "cancelled",
            _ => "error",
        };
        Count("ael_tool_invocations_total", ("tool", tool), ("status", status));
        Measure("ael_tool_duration_seconds", call.DurationMs, ("tool", tool));
        if (call.Error is { } error)
        {
            Error(error, Components.ToolInvoker);
        }
    }

    // A step or a call that was stopped with its execution: the execution has the error.
    private void Error(AelError error, string component)
    {
        if (error.Code != ErrorCode.Cancelled || (component == Components.WorkflowEngine && error.StepId is null && error.ExecutionId is not null))
        {
            Count("ael_errors_total", ("type", error.Code.Name), ("component", component));
        }
    }

    private void Measure(string histogram, double? milliseconds, params (string Name, string Value)[] labels)
    {
        Count(histogram + "_count", labels);
        Add(Sums, histogram + "_sum", milliseconds!.Value / 1000, labels);
    }

    private void Count(string name, params (string Name, string Value)[] labels) => Count(name, 1, labels);

    private void Count(string name, int times, (string Name, string Value)[] labels) => Add(Counters, name, times, labels);

    private static void Add(Dictionary<string, Dictionary<string, double>> all, string name, double value, (string Name, string Value)[] labels)
    {
        all.TryAdd(name, []);
        var key = PrometheusText.Key(labels.Select(l => KeyValuePair.Create(l.Name, l.Value)));
        all[name][key] = all[name].GetValueOrDefault(key) + value;
    }
}
