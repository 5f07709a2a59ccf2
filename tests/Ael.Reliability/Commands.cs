using System.Globalization;
using Ael.Reliability.Crash;
using Ael.Reliability.Load;
using Ael.Reliability.Support;

namespace Ael.Reliability;

/// <summary>The measurements, each printed by one command.</summary>
internal static class Commands
{
    public static int Usage()
    {
        Console.Error.WriteLine("dotnet run --project tests/Ael.Reliability -- crash-points | kills [n] | overload [seconds] | soak [executions]"
            + " | cluster-kill [executions] | cluster-roll [executions] | cluster-outage [seconds] | cluster-freeze [seconds] | cluster-throughput [seconds]");
        return 2;
    }

    public static async Task<int> CrashPointsAsync()
    {
        var failed = 0;
        failed += await PrintAsync("every write point", f => CrashPoints.RunAsync(f, CancellationToken.None));
        failed += await PrintAsync("one execution, killed after every write", f => CrashPoints.AgainAsync(f, after: true, CancellationToken.None));
        failed += await PrintAsync("one execution, killed before every write", f => CrashPoints.AgainAsync(f, after: false, CancellationToken.None));
        return failed == 0 ? 0 : 1;
    }

    public static async Task<int> KillsAsync(int kills)
    {
        using var folder = new ServedFolder();
        var seed = Environment.TickCount;
        var report = await new RandomKills(folder, kills, seed).RunAsync(CancellationToken.None);
        Console.WriteLine($"random kills under load (seed {seed}): {report}");
        return report.Problems.Count == 0 ? 0 : 1;
    }

    public static async Task<int> OverloadAsync(int seconds)
    {
        var report = await new Overload(TimeSpan.FromSeconds(seconds)).RunAsync(CancellationToken.None);
        Console.WriteLine(report);
        return report.Failures().Any() ? 1 : 0;
    }

    public static async Task<int> SoakAsync(int executions)
    {
        var report = await new Soak(executions).RunAsync(CancellationToken.None);
        Console.WriteLine(report);
        return report.Problems().Any() ? 1 : 0;
    }

    public static int Number(string[] args, int otherwise) => args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static async Task<int> PrintAsync(string name, Func<string, Task<CrashReport>> run)
    {
        var folder = Directory.CreateTempSubdirectory("ael-crash-");
        try
        {
            var report = await run(folder.FullName);
            Console.WriteLine($"{name}: {report}");
            return report.Problems.Count;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
