using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution;

/// <summary>What a code step printed. Python's logging writes "LEVEL text" there, so a line that begins like that has that level.</summary>
internal static class PrintedLine
{
    public static LogLevel LevelOf(string line) => line.AsSpan(0, Math.Max(0, line.IndexOf(' '))) switch
    {
        "DEBUG" => LogLevel.Debug,
        "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
