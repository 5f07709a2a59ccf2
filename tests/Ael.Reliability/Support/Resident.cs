using System.Globalization;

namespace Ael.Reliability.Support;

/// <summary>What a process holds, read from /proc.</summary>
internal static class Resident
{
    public static long Bytes(int process) => 1024 * Field(process, "VmRSS:");

    public static long Threads(int process) => Field(process, "Threads:");

    public static int Descriptors(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    /// <summary>Resident bytes, five times a second, until told to stop.</summary>
    public static async Task<IReadOnlyList<long>> WatchAsync(int process, CancellationToken stop)
    {
        var seen = new List<long>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                seen.Add(Bytes(process));
            }
        }
        catch (OperationCanceledException)
        {
            // Told to.
        }

        return seen;
    }

    /// <summary>The last quarter's mean over the second quarter's: the first is for warming up.</summary>
    public static double Growth(IReadOnlyList<long> seen)
    {
        var quarter = Math.Max(1, seen.Count / 4);
        return seen.Count < 4 ? 1 : seen.TakeLast(quarter).Average() / seen.Skip(quarter).Take(quarter).Average();
    }

    private static long Field(int process, string name) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
