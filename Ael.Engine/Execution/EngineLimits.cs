using Ael.Engine.Configuration;

namespace Ael.Engine.Execution;

/// <summary>What this process takes on at most, now: as configured, or less where it is one of several that share a limit.</summary>
internal class EngineLimits(EngineOptions options)
{
    public virtual int MaxConcurrent => options.Execution.MaxConcurrent;

    public virtual int MaxQueued => options.Execution.MaxQueued;

    /// <summary>Requests a minute of one caller; 0: no limit.</summary>
    public virtual int RateLimit => options.Security.RateLimit;
}
