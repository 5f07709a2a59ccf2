using System.Text;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The section about traces of <see cref="TelemetryPage"/>, made from <see cref="SpanCatalogue"/>.</summary>
internal static class TelemetryPageTraces
{
    public static void Append(StringBuilder page)
    {
        page.Append("""

            An execution is one tree. It hangs below its caller's span when the request says which (`traceparent` in HTTP headers, or in `_meta` of MCP
            requests), and goes on below its tool calls, which send theirs in `_meta`; code finds the trace id in `context.trace_id`. What is kept of it
            is the subject of [telemetry-sampling.md](../guide/telemetry-sampling.md).

            ```text
            workflow release-notes
            ├── step log                      tool_call
            │   └── tools/call git_log        MCP request
            ├── step group                    code
            │   └── python exec
            │       └── tools/call text_stats a call out of code
            └── step publish                  workflow
                └── workflow post-message
            ```


            """.ReplaceLineEndings("\n"));
        TelemetryPage.Table(page, ["Span", "Kind", "Below", "What it is"], SpanCatalogue.Spans.Select(s => new[] { $"`{s.Name}`", s.Kind.ToString(), s.Parent, s.Description }));
        page.Append("""

            - Every attempt has an MCP request, Python or workflow span of its own, with its number; each one that fails and is followed by another is an
              event on the step, too. So are the elements of `foreach`, with their index.
            - An error marks every span that it passes through: status Error with the message, `ael.error.type`, and an `exception` event. A failure that
              the workflow went past (`on_error: skip`, `retry`) marks the step's or the attempt's span, and not the workflow's. Messages are redacted.
            - A repeated execution links to the span of the first one. An asynchronous or queued one lies below the request that started it.
            - Other spans come from the web server, from `HttpClient`, and from the MCP library for requests that belong to no execution.

            ### Events


            """.ReplaceLineEndings("\n"));
        TelemetryPage.Table(page, ["Event", "On", "When"], SpanCatalogue.Events.Select(e => new[] { $"`{e.Name}`", Names(e.Where), e.Description }));
        page.Append("""

            ### Attributes

            The first six are those of DOC-058; from `mcp.method.name` on they are OpenTelemetry's, some of them added by the MCP library.


            """.ReplaceLineEndings("\n"));
        TelemetryPage.Table(page, ["Attribute", "Type", "On", "What it says"], SpanCatalogue.Attributes.Select(a => new[] { $"`{a.Name}`", a.Type, Names(a.Where), a.Description }));
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));
}
