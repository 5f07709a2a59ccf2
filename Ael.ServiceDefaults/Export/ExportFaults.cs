using System.Diagnostics.Tracing;
using System.Text.RegularExpressions;

namespace Ael.ServiceDefaults.Export;

/// <summary>
/// Why an export failed. The exporter only says that it did; the reason goes to its event source, and from there to nobody. It is written on
/// the thread of the export, and so found by it.
/// </summary>
internal sealed partial class ExportFaults : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    // Not disposed with the listener: an export that hangs ends after it.
    private readonly ThreadLocal<string?> _last = new();

    /// <summary>What went wrong on this thread since it was last asked; null when nothing was reported.</summary>
    public string? Take()
    {
        var last = _last.Value;
        _last.Value = null;
        return last;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    // The last argument is the exception or status, in full with its stack.
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.Payload is [.., string text] && text.Length > 0)
        {
            _last.Value = Brief(text);
        }
    }

    internal static string Brief(string text)
    {
        var line = text.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        foreach (var type in ExceptionType().EnumerateMatches(line))
        {
            line = line[type.Length..];
        }

        return line.Length > 300 ? $"{line[..297]}..." : line.ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_.]+Exception(\s\(\w+\))?:\s")]
    private static partial Regex ExceptionType();
}
