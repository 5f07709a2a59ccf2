using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Ael.Engine.Errors;

namespace Ael.Engine.Telemetry;

/// <summary>
/// <c>ael_errors_total</c>. Each error counts once, where it arose. Whoever meets an exception counts it for his component; the first
/// one is where it arose, and for all others on its way up it is counted already. An error with a cause is another one passed on.
/// </summary>
internal sealed class ErrorCount(Counter<long> counter)
{
    private readonly ConditionalWeakTable<Exception, object> _counted = [];

    public Counter<long> Instrument => counter;

    /// <param name="exception">What is no <see cref="AelException"/> is INTERNAL_ERROR.</param>
    /// <param name="component">One of <see cref="Components"/>: who counts.</param>
    /// <param name="error">What it stands for where that is not clear from its type.</param>
    public void Count(Exception exception, string component, AelError? error = null)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (_counted.TryGetValue(inner, out _))
            {
                return;
            }
        }

        if (_counted.TryAdd(exception, exception))
        {
            Count(error ?? (exception as AelException)?.Error ?? new AelError(ErrorCode.InternalError, exception.Message), component);
        }
    }

    /// <summary>For an error that is no exception, or arises where this is called.</summary>
    public void Count(AelError error, string component)
    {
        if (error.Cause is null)
        {
            Add(error.Code, component);
        }
    }

    // Who meets the store's failure first depends on the moment, and whose failure it is does not.
    private void Add(ErrorCode code, string component) => counter.Add(
        1, new("type", code.Name), new("component", code == ErrorCode.StorageError ? Components.Storage : component));
}
