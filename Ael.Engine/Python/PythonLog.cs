namespace Ael.Engine.Python;

internal static partial class PythonLog
{
    [LoggerMessage(LogLevel.Information, "Python is ready; isolation: {Isolation}")]
    public static partial void PythonReady(this ILogger logger, string isolation);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    public static partial void PythonLimited(this ILogger logger, string warning);
}
