namespace Ael.Engine.Telemetry;

/// <summary>Hands records of one category to those who take them. Nothing that fails in logging reaches who logs.</summary>
/// <param name="category">As given by who logs.</param>
/// <param name="recorder">Makes the records.</param>
/// <param name="takers">Each with the level from which on it takes records, and whether with their details.</param>
internal sealed class RecordLogger(string category, LogRecorder recorder, (Action<LogEvent> Write, LogLevel From, bool Details)[] takers) : ILogger
{
    private readonly string _component = LogComponents.Of(category);
    private readonly LogLevel _lowest = Lowest(takers);
    private readonly LogLevel _lowestDetailed = Lowest(takers.Where(t => t.Details));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _lowest && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        try
        {
            var record = Record(logLevel, state, exception, formatter);
            foreach (var (write, from, _) in takers)
            {
                if (logLevel >= from)
                {
                    Hand(record, write);
                }
            }
        }
        catch (Exception)
        {
            // There is no other place to say so.
        }
    }

    private static LogLevel Lowest(IEnumerable<(Action<LogEvent> Write, LogLevel From, bool Details)> takers) => takers.Select(t => t.From).DefaultIfEmpty(LogLevel.None).Min();

    private static void Hand(LogEvent record, Action<LogEvent> write)
    {
        try
        {
            write(record);
        }
        catch (Exception)
        {
            // One that cannot take a line must not keep it from the others.
        }
    }

    private LogEvent Record<TState>(LogLevel level, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return recorder.Record(_component, level, formatter(state, exception), level >= _lowestDetailed ? state : null, exception);
        }
        catch (Exception e)
        {
            // A value whose ToString throws, as a rule. The line is lost, and it is known where to look.
            return recorder.Record(_component, level, $"a log line of {category} could not be written: {e.GetType().Name}", null, null);
        }
    }
}
