using System.Collections;

namespace Ael.Engine.Telemetry;

/// <summary>
/// A record as OpenTelemetry takes it: the fields of <see cref="LogFieldCatalogue"/> as attributes. Time, level, message and the ids of trace and span
/// have their own places there.
/// </summary>
internal sealed class OtlpRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _attributes = new(8);
    private readonly string _message;

    private OtlpRecord(LogEvent record)
    {
        _message = record.Message;
        _attributes.Add(new(LogFieldCatalogue.Component, record.Component));
        if (record.Scope is { } scope)
        {
            _attributes.Add(new(LogFieldCatalogue.WorkflowId, scope.WorkflowId));
            _attributes.Add(new(LogFieldCatalogue.ExecutionId, scope.ExecutionId));
        }

        _attributes.AddRange(record.StepAndDetails());
        if (record.Exception is { } exception)
        {
            // As OpenTelemetry names them; given the exception itself, its exporter would write it as it is.
            _attributes.Add(new("exception.type", exception.Type));
            _attributes.Add(new("exception.message", exception.Message));
            _attributes.Add(new("exception.stacktrace", exception.StackTrace));
        }
    }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public static void Write(ILogger otlp, LogEvent record)
    {
        if (otlp.IsEnabled(record.Level))
        {
            otlp.Log(record.Level, default, new OtlpRecord(record), null, static (r, _) => r._message);
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
