using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Api.Statistics;

/// <summary>Adds up executions of a window.</summary>
internal static class ExecutionStatistics
{
    private const int RecentOfWorkflow = 10;

    public static ExecutionStatisticsView Of(TimeWindow window, IReadOnlyList<ExecutionPoint> points, bool truncated)
    {
        var buckets = points.ToLookup(p => window.IndexOf(p.CreatedAt));
        return new ExecutionStatisticsView(
            window.Since,
            window.Until,
            window.Bucket.TotalSeconds,
            truncated,
            Total(points),
            [.. Enumerable.Range(0, window.Count).Select(i => Bucket(window.Since + (i * window.Bucket), [.. buckets[i]]))],
            [.. points.Where(p => p.Error is not null).GroupBy(p => Root(p.Error!).Code.Name).Select(Error).OrderByDescending(e => e.Count).ThenBy(e => e.Code, StringComparer.Ordinal)],
            [.. points.GroupBy(p => p.Workflow).Select(g => Workflow(g.Key, [.. g])).OrderBy(w => w.Workflow, StringComparer.Ordinal)]);
    }

    private static TotalView Total(IReadOnlyList<ExecutionPoint> points)
    {
        var sorted = Quantiles.Sorted(points.Select(p => p.DurationMs));
        return new TotalView(points.Count, Counts(points), SuccessRate(points), Quantiles.At(sorted, 0.5), Quantiles.At(sorted, 0.95));
    }

    private static BucketView Bucket(DateTimeOffset at, IReadOnlyList<ExecutionPoint> points)
    {
        var sorted = Quantiles.Sorted(points.Select(p => p.DurationMs));
        return new BucketView(at, Counts(points), Quantiles.At(sorted, 0.5), Quantiles.At(sorted, 0.95));
    }

    private static WorkflowStatisticsView Workflow(string name, IReadOnlyList<ExecutionPoint> points)
    {
        var sorted = Quantiles.Sorted(points.Select(p => p.DurationMs));
        return new WorkflowStatisticsView(
            name, points.Count, SuccessRate(points), Quantiles.At(sorted, 0.5), Quantiles.At(sorted, 0.95),
            [.. points.Take(RecentOfWorkflow).Select(p => new RecentView(p.ExecutionId, p.Status, p.CreatedAt))]);
    }

    private static ErrorView Error(IGrouping<string, ExecutionPoint> group)
    {
        var last = group.First();
        return new ErrorView(group.Key, group.Count(), last.ExecutionId, last.Workflow, last.CreatedAt, Root(last.Error!).Message);
    }

    private static StatusCountsView Counts(IReadOnlyList<ExecutionPoint> points) => new(
        points.Count(p => p.Status is ExecutionStatus.Completed),
        points.Count(p => p.Status is ExecutionStatus.Failed),
        points.Count(p => p.Status is ExecutionStatus.TimedOut),
        points.Count(p => p.Status is ExecutionStatus.Cancelled),
        points.Count(p => p.Status is ExecutionStatus.Pending or ExecutionStatus.Running));

    // Whoever cancels has not been failed; what runs has not yet.
    private static double? SuccessRate(IReadOnlyList<ExecutionPoint> points)
    {
        var ended = points.Count(p => p.Status is ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.TimedOut);
        return ended == 0 ? null : (double)points.Count(p => p.Status is ExecutionStatus.Completed) / ended;
    }

    // STEP_FAILED says little: what is behind it is what people look for.
    private static AelError Root(AelError error) => error.Cause is { } cause ? Root(cause) : error;
}
