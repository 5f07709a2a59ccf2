using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>The arithmetic of <see cref="RetryPolicy"/>.</summary>
internal static class RetryDelay
{
    public static bool Retries(this RetryPolicy policy, AelError error) =>
        !policy.NoRetryOn.Contains(error.Code) && (policy.RetryOn.Count > 0 ? policy.RetryOn.Contains(error.Code) : error.Retryable);

    /// <summary>Pause after the given failed attempt (from 1).</summary>
    /// <param name="policy">The step's policy.</param>
    /// <param name="attempt">The attempt that failed.</param>
    /// <param name="random">Uniform in [0, 1), for jitter.</param>
    public static TimeSpan After(this RetryPolicy policy, int attempt, double random)
    {
        var factor = policy.Backoff == Backoff.Fixed ? 1 : Math.Pow(policy.Multiplier, attempt - 1);
        // Multiplying ticks as double cannot overflow the comparison, a TimeSpan could.
        var ticks = Math.Min(policy.Delay.Ticks * factor, policy.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(policy.Jitter ? ticks * (0.5 + (random / 2)) : ticks));
    }
}
