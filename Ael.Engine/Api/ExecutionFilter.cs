using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Api;

/// <summary>The query string of <c>GET /executions</c>.</summary>
internal static class ExecutionFilter
{
    private const int MaxLimit = 500;

    private const int DefaultLimit = 50;

    private static readonly Dictionary<string, ExecutionStatus> s_statuses = Enum.GetValues<ExecutionStatus>().ToDictionary(s => s.Spelling());

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("workflow", "The workflow's name."),
        new("status", "How it stands.") { Allowed = [.. s_statuses.Keys] },
        new("since", "Created at this time or later (ISO 8601; UTC unless an offset is written).") { Type = QueryType.DateTime },
        new("until", "Created before this time.") { Type = QueryType.DateTime },
        new("text", "Found in id, workflow, inputs, output or error, without regard to case."),
        new("limit", $"Entries on a page, 1 to {MaxLimit}; {DefaultLimit} if absent.") { Type = QueryType.Integer },
        new("cursor", "next_cursor of the page before."),
    ];

    public static ExecutionQuery Read(IQueryCollection query)
    {
        var (since, until) = (query.Time("since"), query.Time("until"));
        if (since >= until)
        {
            throw ApiException.Parameter("'since' is not before 'until', so nothing can be found.", "Swap them, or leave one out.", path: "query.since");
        }

        return new ExecutionQuery
        {
            Workflow = query.Text("workflow"),
            Status = query.Text("status") is { } status ? s_statuses[status] : null,
            Since = since,
            Until = until,
            Text = query.Text("text"),
            Limit = query.Integer("limit", 1, MaxLimit, DefaultLimit),
            Cursor = query.Text("cursor"),
        };
    }
}
