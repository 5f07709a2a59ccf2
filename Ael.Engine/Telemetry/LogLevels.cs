namespace Ael.Engine.Telemetry;

internal static class LogLevels
{
    /// <summary>As in DOC-058's log format: DEBUG, INFO, WARNING, ERROR, CRITICAL.</summary>
    public static string Spelling(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
