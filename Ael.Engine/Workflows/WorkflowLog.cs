namespace Ael.Engine.Workflows;

internal static partial class WorkflowLog
{
    [LoggerMessage(1, LogLevel.Information, "{Count} workflows loaded from {Directory}")]
    public static partial void Loaded(ILogger logger, int count, string directory);

    [LoggerMessage(2, LogLevel.Information, "Workflow {Workflow} {Version} loaded from {File}")]
    public static partial void Changed(ILogger logger, string workflow, string version, string file);

    [LoggerMessage(3, LogLevel.Error, "{File}:{Line}:{Column}: {Path}: {Problem} ({Suggestion})")]
    public static partial void Broken(ILogger logger, string file, int line, int column, string path, string problem, string suggestion);

    [LoggerMessage(4, LogLevel.Warning, "{File}:{Line}:{Column}: {Path}: {Problem} ({Suggestion})")]
    public static partial void Doubtful(ILogger logger, string file, int line, int column, string path, string problem, string suggestion);

    [LoggerMessage(5, LogLevel.Warning, "{File} is broken; workflow {Workflow} {Version} as it was before stays in use")]
    public static partial void Kept(ILogger logger, string file, string workflow, string version);

    [LoggerMessage(6, LogLevel.Information, "{File} is gone, and its workflow with it")]
    public static partial void Gone(ILogger logger, string file);

    [LoggerMessage(7, LogLevel.Warning, "Changes in {Directory} are looked for twice a second, for the system does not report them: {Reason}")]
    public static partial void WatchRefused(ILogger logger, string directory, string reason);

    [LoggerMessage(8, LogLevel.Error, "Reloading {Directory} failed; it is tried again at the next change")]
    public static partial void ReloadFailed(ILogger logger, Exception exception, string directory);

    [LoggerMessage(9, LogLevel.Warning, "There is no directory {Directory} yet; workflows are loaded when it appears")]
    public static partial void NoDirectory(ILogger logger, string directory);

    [LoggerMessage(10, LogLevel.Error, "A listener to changed workflows failed")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);
}
