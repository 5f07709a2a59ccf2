using System.Text;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Tests.Telemetry;

/// <summary><c>docs/reference/telemetry.md</c>, made from the catalogues. <c>AEL_WRITE_DOCS=1</c> makes its test write the page.</summary>
internal static class TelemetryPage
{
    public static string Text()
    {
        var page = new StringBuilder("""
            # Telemetry

            What the engine tells of itself: metrics, traces and logs. This page is made from the catalogues in `Ael.Engine/Telemetry`, from which the code
            takes its names too; after a change there, `AEL_WRITE_DOCS=1` and the tests of that folder write it anew. How to switch and direct it all is in
            [configuration.md](configuration.md), section `telemetry`.

            ## Metrics

            Prometheus reads them from `/metrics` on a port of its own (`telemetry.metrics.port`, 9090 by default), in the text format or as OpenMetrics,
            as it asks for. By OTLP they go out under their OpenTelemetry names. The numbers are those of the execution store: what it holds has been
            counted, once.


            """.ReplaceLineEndings("\n"));
        Metrics(page);
        page.Append("""

            Durations are in seconds, in buckets from 1 ms to 10 min:

            """.ReplaceLineEndings("\n"));
        page.Append("\n`").AppendJoin("` `", MetricCatalogue.SecondsBuckets.Select(b => b.ToString(System.Globalization.CultureInfo.InvariantCulture))).Append("`\n");
        page.Append("""

            Counters and histograms carry exemplars with the trace id of a measurement; Prometheus gets them in OpenMetrics
            (`--enable-feature=exemplar-storage`).

            ### Labels

            Values come from bounded sets, so that no client can make new series by sending new names. Should an instrument have more series than
            `telemetry.metrics.cardinality_limit` all the same, the rest is counted together under `otel_metric_overflow="true"`: alert on it.


            """.ReplaceLineEndings("\n"));
        Labels(page);
        page.Append("""

            ### What counts as an error

            Each error counts once, in `ael_errors_total`, with its code and the component in which it arose:

            | component | counts |
            | --- | --- |
            | `tool_invoker` | every tool call that failed or ran out of time, whoever made it: a step, code, a REST or MCP client |
            | `code_runner` | every attempt of a code step that failed or ran out of time, unless a tool call failed it |
            | `workflow_engine` | the rest of an execution: templates, limits, inputs, timeouts of workflows, cancellations, and starts that the engine refused |
            | `mcp_client` | every outage of an MCP server, once, however many attempts to connect fail in it |
            | `mcp_server`, `api` | requests that never got as far as the engine |
            | `storage` | failures of the execution store, wherever they were met |
            | `config` | a metrics port that cannot be used |

            Each attempt that fails counts, also when another one follows. What is only passed on does not count again: a step that failed because its
            tool failed, a workflow that failed because of a step, `STEP_FAILED` with a cause, an answer of a door about any of these. A cancellation
            counts once, for the execution that was cancelled; the steps, calls and sub-workflows that end with it are not errors.

            ### What counts as an execution, a step, a call

            - An execution counts when its end is in the store, with `status` `success`, `error`, `timeout` or `cancelled`; sub-workflows count too.
            - A step counts when it ran, once, however many attempts or elements of `foreach` it had. A skipped step is in `ael_step_skips_total` only;
              one that failed under `on_error: skip` is in both.
            - A tool call counts when it ends. `timeout` is a call whose time was up, `cancelled` one that its caller gave up.

            ### The platform's own

            ASP.NET Core, Kestrel, `HttpClient`, the .NET runtime and the MCP library measure themselves, under the names of OpenTelemetry's conventions
            (`http_server_*`, `kestrel_*`, `http_client_*`, `dotnet_*`, `mcp_*`). Three gauges of the runtime (`dotnet.assembly.count`,
            `dotnet.process.cpu.count`, `dotnet.timer.count`) are left out: `promtool check metrics` refuses their names. `mcp_server_*` have no label for
            what a client asked for, since clients could write anything there. Scrapes of `/metrics` are not among the requests.

            ## Traces

            """.ReplaceLineEndings("\n"));
        TelemetryPageTraces.Append(page);
        page.Append("""

            ## Logs

            One record has these fields, as a JSON line (`logging.format: json`) and as attributes by OTLP.


            """.ReplaceLineEndings("\n"));
        Table(page, ["Field", "Type", "On", "Description"], LogFieldCatalogue.All.Select(f => new[] { $"`{f.Name}`", f.Type, f.On, f.Description }));
        return page.ToString();
    }

    private static void Metrics(StringBuilder page) => Table(
        page, ["Prometheus", "OpenTelemetry", "Type", "Unit", "Labels", "Description"],
        MetricCatalogue.All.Select(m => new[]
        {
            $"`{m.PrometheusName}`", $"`{m.Name}`", m.Kind.ToString(), m.Unit.Length == 0 ? "" : $"`{m.Unit}`", string.Join(", ", m.Labels.Select(l => l.Name)), m.Description,
        }));

    private static void Labels(StringBuilder page) => Table(
        page, ["Label", "Of", "Values"],
        MetricCatalogue.All.SelectMany(m => m.Labels.Select(l => (Label: l, Metric: m))).GroupBy(l => l.Label)
            .Select(g => new[] { $"`{g.Key.Name}`", Of(g.Select(l => l.Metric.PrometheusName)), g.Key.Values }));

    private static string Of(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));

    public static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        Row(page, head);
        Row(page, [.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Row(page, row);
        }
    }

    private static void Row(StringBuilder page, string[] cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
