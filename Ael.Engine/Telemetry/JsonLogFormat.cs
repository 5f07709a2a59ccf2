using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Telemetry;

/// <summary>One JSON object a line: DOC-058's fields in its order, then ours. A field that does not apply is left out.</summary>
internal sealed class JsonLogFormat : ILogFormat
{
    // Readable to people, too: a log line is never part of a page. Control characters are escaped all the same.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool ShowsDetails => true;

    public void Write(LogEvent record, IBufferWriter<byte> output)
    {
        using (var writer = new Utf8JsonWriter(output, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString(LogFieldCatalogue.Timestamp, record.At.UtcDateTime);
            writer.WriteString(LogFieldCatalogue.Level, LogLevels.Spelling(record.Level));
            writer.WriteString(LogFieldCatalogue.Component, record.Component);
            if (record.Scope is { } scope)
            {
                writer.WriteString(LogFieldCatalogue.WorkflowId, scope.WorkflowId);
                writer.WriteString(LogFieldCatalogue.ExecutionId, scope.ExecutionId);
            }

            writer.WriteString(LogFieldCatalogue.Message, record.Message);
            if (record.Trace != default)
            {
                writer.WriteString(LogFieldCatalogue.TraceId, record.Trace.TraceId.ToHexString());
                writer.WriteString(LogFieldCatalogue.SpanId, record.Trace.SpanId.ToHexString());
            }

            foreach (var (name, value) in record.StepAndDetails())
            {
                Write(writer, name, value);
            }

            if (record.Exception is { } exception)
            {
                writer.WriteStartObject(LogFieldCatalogue.Exception);
                writer.WriteString("type", exception.Type);
                writer.WriteString("message", exception.Message);
                writer.WriteString("stack_trace", exception.StackTrace);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, value?.ToString());
                break;
        }
    }
}
