using System.Text.RegularExpressions;
using Ael.Engine.Telemetry;
using Ael.Stack.Tests.Rules;

namespace Ael.Stack.Tests.Queries;

/// <summary>What queries may name: the engine's catalogue, what rules record, and the listed metrics of the servers.</summary>
internal sealed class KnownNames
{
    // Every series has the first two; the third stands on the series that counts what came after the cardinality limit.
    private static readonly string[] s_everywhere = ["job", "instance", "otel_metric_overflow"];

    // Loki's own: the level, from OTLP's severity number; and its index labels (otel/loki).
    private static readonly HashSet<string> s_logFields = [.. LogFieldCatalogue.All.Select(f => f.Name), "detected_level"];
    private static readonly HashSet<string> s_streams = ["service_name"];
    private static readonly HashSet<string> s_attributes = ["resource.service.name", .. SpanCatalogue.Attributes.Select(a => "span." + a.Name)];

    private readonly Dictionary<string, HashSet<string>> _metrics = [];

    /// <param name="queries">All queries, parsed: those of recording rules say which labels their series have.</param>
    public KnownNames(IReadOnlyDictionary<Query, ParsedQuery> queries)
    {
        foreach (var metric in MetricCatalogue.All)
        {
            string[] labels = [.. metric.Labels.Select(l => l.Name), .. s_everywhere];
            if (metric.Kind == MetricKind.Histogram)
            {
                _metrics[metric.PrometheusName + "_bucket"] = [.. labels, "le"];
                _metrics[metric.PrometheusName + "_sum"] = [.. labels];
                _metrics[metric.PrometheusName + "_count"] = [.. labels];
            }
            else
            {
                _metrics[metric.PrometheusName] = [.. labels];
            }
        }

        foreach (var metric in ForeignMetrics.All)
        {
            _metrics[metric.Name] = [.. metric.Labels, .. s_everywhere];
        }

        var labelsOf = Rule.All().ToLookup(
            r => r.Record ?? "ALERTS",
            r => queries.First(q => q.Key.Text == r.Expression).Value.Labels.Concat(r.Labels.Keys));
        foreach (var recorded in labelsOf)
        {
            _metrics[recorded.Key] = [.. recorded.SelectMany(l => l)];
        }

        _metrics["ALERTS"].UnionWith(["alertname", "alertstate", "job", "instance"]);
    }

    /// <summary>What the query names and nothing gives; empty when all is there.</summary>
    public IEnumerable<string> Unknown(ParsedQuery query, QueryLanguage language) => language switch
    {
        QueryLanguage.Logql => query.Streams.Where(s => !s_streams.Contains(s)).Select(s => $"no index label '{s}'")
            .Concat(query.Labels.Where(l => !s_logFields.Contains(l)).Select(l => $"no log field '{l}'")),
        QueryLanguage.Traceql => query.Attributes.Where(a => !s_attributes.Contains(a)).Select(a => $"no attribute '{a}'"),
        _ => OfMetrics(query),
    };

    private IEnumerable<string> OfMetrics(ParsedQuery query)
    {
        // What label_replace makes of __name__ in these queries.
        HashSet<string> any = ["metric"];
        foreach (var selector in query.Selectors)
        {
            if (LabelsOf(selector.Name) is not { } labels)
            {
                yield return $"no metric '{selector.Name}'";
                continue;
            }

            any.UnionWith(labels);
            foreach (var label in selector.Matchers.Keys.Where(l => l != "__name__" && !labels.Contains(l)))
            {
                yield return $"no label '{label}' on '{selector.Name}'";
            }
        }

        foreach (var label in query.Labels.Where(l => !any.Contains(l)))
        {
            yield return $"no label '{label}' on any metric of the query";
        }
    }

    private HashSet<string>? LabelsOf(string metric)
    {
        if (_metrics.TryGetValue(metric, out var labels))
        {
            return labels;
        }

        var matching = _metrics.Where(m => metric.Length > 0 && Regex.IsMatch(m.Key, $"^(?:{metric})$")).SelectMany(m => m.Value).ToHashSet();
        return matching.Count > 0 ? matching : null;
    }
}
