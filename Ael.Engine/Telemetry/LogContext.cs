namespace Ael.Engine.Telemetry;

/// <summary>
/// Which execution the code that runs works for. It flows with asynchronous calls as <see cref="System.Diagnostics.Activity.Current"/> does, and
/// ends with the asynchronous method that entered it.
/// </summary>
internal sealed class LogContext
{
    private readonly AsyncLocal<LogScope?> _scope = new();

    /// <summary>Null outside executions.</summary>
    public LogScope? Scope => _scope.Value;

    public void Enter(LogScope? scope) => _scope.Value = scope;
}
