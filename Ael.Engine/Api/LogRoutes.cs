using System.ComponentModel;
using System.Globalization;
using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Api;

/// <summary><c>/api/v1/logs</c></summary>
internal static class LogRoutes
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 200;

    private static readonly string[] s_levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    private static readonly IReadOnlyList<QueryParameter> s_parameters =
    [
        new("source", "executions: lines of executions, kept as long as they are; engine: the last lines that belong to none. executions if absent.") { Allowed = ["executions", "engine"] },
        new("level", "This and above.") { Allowed = s_levels },
        new("component", "Who wrote it.") { Allowed = [.. Components.All] },
        new("workflow", "Of this workflow's executions."),
        new("execution", "Of this execution."),
        new("text", "Found in the message, without regard to case."),
        new("since", "At this time or later.") { Type = QueryType.DateTime },
        new("until", "Before this time.") { Type = QueryType.DateTime },
        new("limit", $"Lines on a page, 1 to {MaxLimit}; {DefaultLimit} if absent.") { Type = QueryType.Integer },
        new("cursor", "next_cursor of the page before."),
    ];

    public static void Map(RouteGroupBuilder api) => api.MapGet("/logs", FindAsync).Produces<Page<FoundLogLineView>>().WithQuery(s_parameters)
        .Documented("FindLogLines", "Search the log", "Newest first. Filters are joined by and; follow `next_cursor` for more.");

    private static async Task<IResult> FindAsync(HttpRequest request, IExecutionHistory history, RecentLog recent, CancellationToken cancellationToken)
    {
        var query = Read(request.Query);
        if (request.Query.Text("source") == "engine")
        {
            return TypedResults.Ok(new Page<FoundLogLineView>([.. recent.Read().Where(l => Matches(query, l)).Take(query.Limit).Select(FoundLogLineView.Of)]));
        }

        var found = await history.FindLogAsync(query, cancellationToken);
        var next = found.Count == query.Limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<FoundLogLineView>([.. found.Select(FoundLogLineView.Of)], next));
    }

    private static LogQuery Read(IQueryCollection query)
    {
        long? before = null;
        if (query.Text("cursor") is { } cursor)
        {
            before = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : throw ApiException.Parameter("'cursor' is not one that a page gave.", "Send next_cursor of the page before, unchanged.", path: "query.cursor");
        }

        return new LogQuery
        {
            ExecutionId = query.Text("execution"),
            Workflow = query.Text("workflow"),
            Levels = query.Text("level") is { } level ? s_levels[Array.IndexOf(s_levels, level)..] : [],
            Component = query.Text("component"),
            Text = query.Text("text"),
            Since = query.Time("since"),
            Until = query.Time("until"),
            Limit = query.Integer("limit", 1, MaxLimit, DefaultLimit),
            Before = before,
        };
    }

    private static bool Matches(LogQuery query, LogEvent line) =>
        query is { ExecutionId: null, Workflow: null }
        && (query.Levels.Count == 0 || query.Levels.Contains(LogLevels.Spelling(line.Level)))
        && (query.Component is null || query.Component == line.Component)
        && (query.Since is null || line.At >= query.Since)
        && (query.Until is null || line.At < query.Until)
        && (query.Text is null || line.Message.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
}

internal sealed record FoundLogLineView(
    DateTimeOffset At,
    [property: Description("DEBUG, INFO, WARNING, ERROR or CRITICAL.")] string Level,
    string Component,
    string Message,
    [property: Description("Null for lines of the engine.")] string? ExecutionId,
    string? StepId,
    string? Workflow,
    string? TraceId)
{
    public static FoundLogLineView Of(FoundLogLine l) =>
        new(l.Line.At, l.Line.Level, l.Line.Component, l.Line.Message, l.Line.ExecutionId, l.Line.StepId, l.Workflow, l.TraceId);

    public static FoundLogLineView Of(LogEvent l) =>
        new(l.At, LogLevels.Spelling(l.Level), l.Component, l.Message, null, null, null, l.Trace == default ? null : l.Trace.TraceId.ToHexString());
}
