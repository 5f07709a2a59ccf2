using Ael.Engine.Configuration;

namespace Ael.Engine.Execution;

/// <summary>What this process takes on at most, now: as configured, or less where it is one of several that share a limit.</summary>
internal class EngineLimits(EngineOptions options)
{
    public virtual int MaxConcurrent => options.Execution.MaxConcurrent;

    public virtual int MaxQueued => options.Execution.MaxQueued;

    /// <summary>Requests a minute of one caller; 0: no limit.</summary>
    public virtual int RateLimit => options.Security.RateLimit;

    /// <summary>What to do about a full queue.</summary>
    public virtual string MoreRoom => "raise `execution.max_concurrent` or `execution.max_queued`";

    /// <summary>What to do about a caller who has more to ask.</summary>
    public virtual string MoreRequests => "raise `security.rate_limit` (requests a minute)";
}
