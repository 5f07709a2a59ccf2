using System.Diagnostics;
using System.Globalization;

namespace Ael.Engine.Telemetry;

/// <summary>Makes records of log calls, on the thread that logs: there the execution and the span are known.</summary>
internal sealed class LogRecorder(LogContext context, SafeText text, TimeProvider time)
{
    private static readonly IReadOnlyList<KeyValuePair<string, object?>> s_none = [];

    /// <param name="component">One of <see cref="Components"/>.</param>
    /// <param name="level">As logged.</param>
    /// <param name="message">Formatted.</param>
    /// <param name="state">The message's placeholders, if there are some and somebody wants them.</param>
    /// <param name="exception">As logged.</param>
    public LogEvent Record(string component, LogLevel level, string message, object? state, Exception? exception) =>
        new(time.GetUtcNow(), level, component, text.Of(message), context.Scope, Activity.Current?.Context ?? default, Logged(exception))
        {
            Details = state is IReadOnlyList<KeyValuePair<string, object?>> placeholders && Details(placeholders) is { } details ? details : s_none,
        };

    private LoggedException? Logged(Exception? exception) =>
        exception is null ? null : new LoggedException(exception.GetType().FullName ?? "", text.Of(exception.Message), text.Of(exception.ToString()));

    // Null: none.
    private List<KeyValuePair<string, object?>>? Details(IReadOnlyList<KeyValuePair<string, object?>> placeholders)
    {
        List<KeyValuePair<string, object?>>? details = null;
        for (var i = 0; i < placeholders.Count; i++)
        {
            var (name, value) = placeholders[i];
            if (value is not null && LogFieldCatalogue.OfPlaceholder(name) is { } field)
            {
                (details ??= new List<KeyValuePair<string, object?>>(placeholders.Count - i)).Add(new(field, Simple(value)));
            }
        }

        return details;
    }

    private object Simple(object value) => value switch
    {
        int or long or double => value,
        string s => text.Of(s),
        _ => text.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
