using System.Diagnostics;

namespace Ael.Engine.Execution;

/// <summary>A caller's trace context as text, for the store: an execution that goes on in another process goes on in the same trace.</summary>
internal static class TraceParents
{
    /// <summary>W3C <c>traceparent</c>; null for none.</summary>
    public static string? Of(ActivityContext context) =>
        context == default ? null : $"00-{context.TraceId}-{context.SpanId}-{(byte)context.TraceFlags:x2}";

    /// <summary>The other way; default for null and for what is none.</summary>
    public static ActivityContext Read(string? text) => ActivityContext.TryParse(text, null, isRemote: true, out var context) ? context : default;
}
