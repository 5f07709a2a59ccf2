using System.Diagnostics;
using Ael.Engine.Storage;
using Ael.Reliability.Support;

namespace Ael.Reliability.Crash;

/// <summary>Kills its own process with SIGKILL before or after the n-th write of the journal.</summary>
internal sealed class KillingStore(IExecutionStore inner) : StoreDecorator(inner)
{
    private int _writes;
    private int _killAt = int.MaxValue;
    private bool _after;

    /// <summary>Writes since the store was armed.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <param name="killAt">The write, from 1; 0: never.</param>
    /// <param name="after">Once it is durable, instead of before it is begun.</param>
    public void Arm(int killAt, bool after)
    {
        _writes = 0;
        _killAt = killAt == 0 ? int.MaxValue : killAt;
        _after = after;
    }

    protected override async ValueTask WriteAsync(Func<ValueTask> write)
    {
        var number = Interlocked.Increment(ref _writes);
        if (number == _killAt && !_after)
        {
            Die();
        }

        await write();
        if (number == _killAt)
        {
            Die();
        }
    }

    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal may take a moment, and nothing may happen in it.
        Thread.Sleep(Timeout.Infinite);
    }
}
