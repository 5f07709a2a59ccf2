using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support.Otlp;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>
/// A trace as text: parents, names, kinds, status, attributes and events, without times. Ids become numbers in the order of the text, and
/// siblings are in the order of their texts, so the same trace is always the same text.
/// </summary>
internal static partial class SpanTree
{
    private static readonly HashSet<string> s_varying = ["jsonrpc.request.id", "mcp.session.id"];

    public static string Of(IReadOnlyList<OtlpSpan> spans, ActivityContext caller)
    {
        var ids = spans.Select(s => s.SpanId).ToHashSet();
        var orphans = spans.Where(s => s.ParentSpanId != caller.SpanId.ToHexString() && !ids.Contains(s.ParentSpanId)).Select(s => s.Name);
        Assert.Empty(orphans);
        var text = string.Concat(Children(spans, caller.SpanId.ToHexString(), ""));
        return Numbered(text);
    }

    private static IEnumerable<string> Children(IReadOnlyList<OtlpSpan> spans, string parent, string indent) =>
        spans.Where(s => s.ParentSpanId == parent)
            .OrderBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => Number(s, SpanAttributes.StepItem)).ThenBy(s => Number(s, SpanAttributes.StepAttempt)).ThenBy(s => s.Start)
            .Select(s => Line(s, indent) + string.Concat(Children(spans, s.SpanId, indent + "    ")));

    private static long Number(OtlpSpan span, string name) => span.Attributes.GetValueOrDefault(name) as long? ?? -1;

    private static string Line(OtlpSpan span, string indent)
    {
        var text = new StringBuilder();
        text.Append(indent).Append(CultureInfo.InvariantCulture, $"{span.Name} [{span.Kind}] {span.Status}");
        text.Append(span.StatusMessage.Length == 0 ? "\n" : $": {span.StatusMessage}\n");
        Append(text, indent + "  | ", span.Attributes);
        foreach (var happened in span.Events)
        {
            text.Append(indent).Append("  * ").Append(happened.Name).Append('\n');
            Append(text, indent + "      ", happened.Attributes);
        }

        foreach (var link in span.Links)
        {
            text.Append(indent).Append("  > link to another trace\n");
            Append(text, indent + "      ", link.Attributes);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string indent, OtlpAttributes attributes)
    {
        foreach (var (name, value) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var shown = name == SpanAttributes.ExceptionStackTrace ? "..." : s_varying.Contains(name) ? "<id>" : Convert.ToString(value, CultureInfo.InvariantCulture);
            text.Append(indent).Append(name).Append(": ").Append(shown).Append('\n');
        }
    }

    private static string Numbered(string text)
    {
        var known = new Dictionary<string, string>();
        text = TraceId().Replace(text, "trace id <id>");
        return ExecutionId().Replace(text, m => known.TryGetValue(m.Value, out var number) ? number : known[m.Value] = $"exec-{known.Count + 1}");
    }

    [GeneratedRegex("exec-[0-9a-f]{12,}")]
    private static partial Regex ExecutionId();

    [GeneratedRegex("trace id [0-9a-f]{32}")]
    private static partial Regex TraceId();
}
