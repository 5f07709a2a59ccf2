using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Ael.Engine.Tests.Fuzz;

/// <summary>
/// Sends many texts to one reader: none may throw what is not its error, none may take long or much memory. 20,000 in all in an ordinary run;
/// <c>AEL_FUZZ=1000000</c> says otherwise. Each run draws texts of its own, so several short ones come to the same as a long one. What fails is
/// printed with a seed that repeats it.
/// </summary>
internal static class FuzzRun
{
    private const int Readers = 5;

    // Nothing under test is slow enough, or takes memory enough, to hide behind these.
    private const long MostBytes = 16L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private static long Inputs =>
        (long.TryParse(Environment.GetEnvironmentVariable("AEL_FUZZ"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 20_000) / Readers;

    public static async Task RunAsync(IReadOnlyList<string> seeds, Func<string, Task> read)
    {
        var most = default(Cost);
        await Mutations.Of(seeds).SampleAsync(async text => most = most.Or(await CheckAsync(text, read)), iter: Inputs, threads: 1);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Inputs} inputs, the slowest {most.Time.TotalMilliseconds:0.0} ms, the largest {most.Bytes / 1048576.0:0.0} MiB allocated"));
    }

    private static async Task<Cost> CheckAsync(string text, Func<string, Task> read)
    {
        // A busy machine may hold anything up, and allocate meanwhile; what is slow or large by itself is so every time.
        var least = await CostAsync(text, read);
        for (var again = 0; again < 4 && (least.Time > s_longest || least.Bytes > MostBytes); again++)
        {
            least = least.And(await CostAsync(text, read));
        }

        Assert.True(least.Time <= s_longest, $"it took {least.Time.TotalSeconds:0.0} s");
        Assert.True(least.Bytes <= MostBytes, $"it allocated {least.Bytes >> 20} MiB");
        return least;
    }

    private static async Task<Cost> CostAsync(string text, Func<string, Task> read)
    {
        var all = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();

        // On a thread of its own, so that one that never comes back is a failure with its text.
        var own = await Task.Run(async () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = read(text);
            var here = GC.GetAllocatedBytesForCurrentThread() - before;
            var atOnce = reading.IsCompleted;
            await reading;
            return atOnce ? here : (long?)null;
        }).WaitAsync(s_hang);

        // Where the reader hands over to other threads the whole process is counted, with whatever else allocates in it.
        return new Cost(clock.Elapsed, own ?? GC.GetTotalAllocatedBytes() - all);
    }

    private readonly record struct Cost(TimeSpan Time, long Bytes)
    {
        public Cost And(Cost other) => new(Time < other.Time ? Time : other.Time, Math.Min(Bytes, other.Bytes));

        public Cost Or(Cost other) => new(Time > other.Time ? Time : other.Time, Math.Max(Bytes, other.Bytes));
    }
}
