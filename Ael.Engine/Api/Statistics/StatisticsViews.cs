using System.ComponentModel;
using Ael.Engine.Storage;

namespace Ael.Engine.Api.Statistics;

internal sealed record ExecutionStatisticsView(
    DateTimeOffset Since,
    DateTimeOffset Until,
    double BucketSeconds,
    [property: Description("There were more executions than are added up; the oldest are left out.")] bool Truncated,
    TotalView Total,
    [property: Description("Oldest first, without gaps; executions are counted where they were created.")] IReadOnlyList<BucketView> Series,
    [property: Description("By the code of the error at the root, most frequent first.")] IReadOnlyList<ErrorView> Errors,
    [property: Description("By name.")] IReadOnlyList<WorkflowStatisticsView> Workflows);

internal sealed record StatusCountsView(
    int Completed, int Failed, int TimedOut, int Cancelled, [property: Description("Running or waiting.")] int Active);

internal sealed record TotalView(
    int Executions,
    StatusCountsView Status,
    [property: Description("Completed among completed, failed and timed out, 0 to 1; null when there are none.")] double? SuccessRate,
    double? P50Ms,
    double? P95Ms);

internal sealed record BucketView(DateTimeOffset At, StatusCountsView Status, double? P50Ms, double? P95Ms);

internal sealed record ErrorView(string Code, int Count, string LastExecutionId, string Workflow, DateTimeOffset LastAt, string Message);

internal sealed record WorkflowStatisticsView(
    string Workflow,
    int Executions,
    double? SuccessRate,
    double? P50Ms,
    double? P95Ms,
    [property: Description("The last ten, newest first.")] IReadOnlyList<RecentView> Recent);

internal sealed record RecentView(string ExecutionId, ExecutionStatus Status, DateTimeOffset CreatedAt);

internal sealed record ToolStatisticsView(
    DateTimeOffset Since,
    DateTimeOffset Until,
    [property: Description("There were more calls than are added up; the oldest are left out.")] bool Truncated,
    [property: Description("Most called first.")] IReadOnlyList<ToolCallsView> Tools);

internal sealed record ToolCallsView(
    string Tool,
    [property: Description("The server that the step is pinned to; null when it is not.")] string? Server,
    int Calls,
    int Failed,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    DateTimeOffset LastAt,
    [property: Description("Code of the last failed call; null when none failed.")] string? LastError);
