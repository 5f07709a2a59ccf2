using System.Diagnostics;
using System.Security.Cryptography;

namespace Ael.Benchmarks.Load;

/// <summary>What each step does: compute so many rounds, or wait, or nothing.</summary>
/// <param name="Rounds">Of a hash: an amount of work, not of time, so that whoever takes the processor away is noticed.</param>
/// <param name="WaitMs">0: none.</param>
internal sealed record StepWork(int Rounds, int WaitMs)
{
    public static StepWork Nothing { get; } = new(0, 0);

    public static StepWork Wait(int milliseconds) => new(0, milliseconds);

    /// <summary>As many rounds as this machine does in the time, when it is quick.</summary>
    public static StepWork Compute(TimeSpan time)
    {
        const int Probe = 20;
        var quickest = Enumerable.Range(0, 200).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Hash(Probe);
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        });
        return new StepWork((int)Math.Max(1, Probe * time.TotalMicroseconds / quickest), 0);
    }

    /// <summary>What waits, where there is something to wait for.</summary>
    public ExactWait? NewWait() => WaitMs > 0 ? new ExactWait(TimeSpan.FromMilliseconds(WaitMs)) : null;

    public Task DoAsync(ExactWait? wait)
    {
        Hash(Rounds);
        return wait?.WaitAsync() ?? Task.CompletedTask;
    }

    private static void Hash(int rounds)
    {
        Span<byte> block = stackalloc byte[4096];
        for (var i = 0; i < rounds; i++)
        {
            SHA256.HashData(block, block);
        }
    }
}
