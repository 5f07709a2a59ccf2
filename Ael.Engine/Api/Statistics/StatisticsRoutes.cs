using Ael.Engine.Api.Requests;
using Ael.Engine.Storage;

namespace Ael.Engine.Api.Statistics;

/// <summary><c>/api/v1/statistics</c>: what the store says when it is added up.</summary>
internal static class StatisticsRoutes
{
    // Adding up this many takes a fraction of a second; who has more looks at Prometheus.
    private const int Most = 50_000;

    private static readonly QueryParameter s_workflow = new("workflow", "Of this workflow alone.");

    public static void Map(RouteGroupBuilder statistics)
    {
        statistics.MapGet("/executions", ExecutionsAsync).Produces<ExecutionStatisticsView>().WithQuery(TimeWindow.Parameter, s_workflow)
            .Documented("GetExecutionStatistics", "Add up executions", $"Counts, success rate, durations and errors over a window, of at most {Most} executions.");
        statistics.MapGet("/tools", ToolsAsync).Produces<ToolStatisticsView>().WithQuery(TimeWindow.Parameter)
            .Documented("GetToolStatistics", "Add up tool calls", $"Calls, failures and durations by tool over a window, of at most {Most} calls made by steps that have ended.");
    }

    private static async Task<IResult> ExecutionsAsync(HttpRequest request, IExecutionHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        var window = TimeWindow.Read(request.Query, time);
        var points = await history.GetExecutionsAsync(window.Since, request.Query.Text(s_workflow.Name), Most + 1, cancellationToken);
        return TypedResults.Ok(ExecutionStatistics.Of(window, [.. points.Take(Most)], points.Count > Most));
    }

    private static async Task<IResult> ToolsAsync(HttpRequest request, IExecutionHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        var window = TimeWindow.Read(request.Query, time);
        var calls = await history.GetToolCallsAsync(window.Since, Most + 1, cancellationToken);
        var tools = calls.Take(Most).GroupBy(c => (c.Tool, c.Server)).Select(g => Tool(g.Key.Tool, g.Key.Server, [.. g]));
        return TypedResults.Ok(new ToolStatisticsView(
            window.Since, window.Until, calls.Count > Most, [.. tools.OrderByDescending(t => t.Calls).ThenBy(t => t.Tool, StringComparer.Ordinal)]));
    }

    private static ToolCallsView Tool(string tool, string? server, IReadOnlyList<ToolCallPoint> calls)
    {
        var sorted = Quantiles.Sorted(calls.Select(c => (double?)c.DurationMs));
        return new ToolCallsView(
            tool, server, calls.Count, calls.Count(c => c.ErrorCode is not null),
            Quantiles.At(sorted, 0.5), Quantiles.At(sorted, 0.95), Quantiles.At(sorted, 0.99),
            calls.Max(c => c.StartedAt), calls.Where(c => c.ErrorCode is not null).MaxBy(c => c.StartedAt)?.ErrorCode);
    }
}
