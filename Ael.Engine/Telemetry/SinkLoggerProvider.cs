namespace Ael.Engine.Telemetry;

/// <summary>
/// The log of this engine: one record of each line, whatever number of sinks takes it. Their filters are looked at here, and not by the logging
/// framework, which would have each of them make a record of its own.
/// </summary>
[ProviderAlias("Ael")]
internal sealed class SinkLoggerProvider(LogRecorder recorder, IEnumerable<LogSink> sinks) : ILoggerProvider
{
    private readonly LogSink[] _sinks = [.. sinks];

    public ILogger CreateLogger(string categoryName) =>
        new RecordLogger(categoryName, recorder, [.. _sinks.Select(s => (s.Category(categoryName), LogFilters.Level(s.Filters, categoryName), s.TakesDetails))]);

    public void Dispose()
    {
        // The sinks belong to the container.
    }
}
