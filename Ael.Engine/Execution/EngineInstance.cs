namespace Ael.Engine.Execution;

/// <summary>This process as the owner of executions.</summary>
internal sealed class EngineInstance
{
    /// <summary>Machine, process and a random part: a process id alone is used again.</summary>
    public string Id { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
}
