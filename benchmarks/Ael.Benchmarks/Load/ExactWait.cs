using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ael.Benchmarks.Load;

/// <summary>
/// Waits of one length. The runtime's own timers look at a clock that moves every 4 ms on many Linux machines, and make 8 ms of 5: that would be
/// measured in place of the engine.
/// </summary>
internal sealed class ExactWait
{
    private readonly BlockingCollection<(long Until, TaskCompletionSource Done)> _waiting = [];
    private readonly long _length;

    public ExactWait(TimeSpan length)
    {
        _length = (long)(length.TotalSeconds * Stopwatch.Frequency);
        new Thread(Run) { IsBackground = true, Name = "wait" }.Start();
    }

    public Task WaitAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((Stopwatch.GetTimestamp() + _length, done));
        return done.Task;
    }

    // All waits are as long, so who came first is done first.
    private void Run()
    {
        foreach (var (until, done) in _waiting.GetConsumingEnumerable())
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until);
            if (left > TimeSpan.Zero)
            {
                Sleep(left);
            }

            done.SetResult();
        }
    }

    private static void Sleep(TimeSpan time)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(time);
            return;
        }

        // To about 60 us, where a sleep of the runtime is a number of whole milliseconds.
        var request = new NativeMethods.Interval((nint)(time.Ticks / TimeSpan.TicksPerSecond), (nint)(time.Ticks % TimeSpan.TicksPerSecond * 100));
        _ = NativeMethods.Sleep(in request, 0);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "nanosleep")]
        public static extern int Sleep(in Interval request, nint remaining);

        [StructLayout(LayoutKind.Sequential)]
        public readonly struct Interval(nint seconds, nint nanoseconds)
        {
            public readonly nint Seconds = seconds;
            public readonly nint Nanoseconds = nanoseconds;
        }
    }
}
