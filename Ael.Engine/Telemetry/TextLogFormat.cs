using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ael.Engine.Telemetry;

/// <summary>
/// A line for people: time, level, component, [workflow execution step], message. Places are fixed and come before the message, and the message
/// cannot break the line or reach the terminal's controls: text from outside cannot pose as a line or a field of ours.
/// </summary>
internal sealed class TextLogFormat : ILogFormat
{
    private readonly StringBuilder _line = new();

    public bool ShowsDetails => false;

    public void Write(LogEvent record, IBufferWriter<byte> output)
    {
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"{record.At.ToLocalTime():HH:mm:ss.fff} {LogLevels.Spelling(record.Level),-8} {record.Component,-15} ");
        if (record.Scope is { } scope)
        {
            _line.Append('[').Append(scope.WorkflowId).Append(' ').Append(scope.ExecutionId);
            if (scope.StepId is { } step)
            {
                _line.Append(' ').Append(step);
            }

            _line.Append("] ");
        }

        AppendVisible(record.Message);
        if (record.Exception is { } exception)
        {
            _line.Append(" | ");
            AppendVisible(exception.StackTrace.ReplaceLineEndings(" | "));
        }

        _line.Append('\n');
        foreach (var chunk in _line.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, output);
        }
    }

    private void AppendVisible(string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\n':
                    _line.Append("\\n");
                    break;
                case '\r':
                    _line.Append("\\r");
                    break;
                case '\t':
                    _line.Append("\\t");
                    break;
                default:
                    if (IsVisible(c))
                    {
                        _line.Append(c);
                    }
                    else
                    {
                        _line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    }

                    break;
            }
        }
    }

    // Format characters include those that turn the direction of writing.
    private static bool IsVisible(char c) => char.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
