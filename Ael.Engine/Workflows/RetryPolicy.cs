using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

internal enum Backoff
{
    Fixed,
    Exponential,
}

/// <summary>When and how often a step is tried again. The defaults are those of <c>on_error: retry</c> alone.</summary>
internal sealed record RetryPolicy
{
    /// <summary>Attempts in all, the first included.</summary>
    public int MaxAttempts { get; init; } = 3;

    public Backoff Backoff { get; init; } = Backoff.Exponential;

    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    public double Multiplier { get; init; } = 2;

    /// <summary>Spreads each delay over half to all of its length.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>Only these codes are retried; empty: every retryable one.</summary>
    public IReadOnlyList<ErrorCode> RetryOn { get; init; } = [];

    /// <summary>Never retried, whatever else is said.</summary>
    public IReadOnlyList<ErrorCode> NoRetryOn { get; init; } = [];
}
