using System.Diagnostics;
using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;

namespace Ael.Reliability.Crash;

/// <summary>
/// A SIGKILL before and after every write of the journal, none left out. Each engine recovers what the one before it left and is killed at the next
/// place of an execution of its own. Store and witness are compared after each death and at the end.
/// </summary>
internal static class CrashPoints
{
    public static async Task<CrashReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        CrashWorkflows.Write(Path.Combine(folder, "workflows"));
        var report = new CrashReport();
        for (var write = 1; write <= CrashWorkflows.Writes; write++)
        {
            foreach (var after in new[] { false, true })
            {
                await LifeAsync(folder, report, ["crash-host", folder, $"{write}", after ? "after" : "before"], dies: true, cancellationToken);
            }
        }

        // One that recovers the last, and runs undisturbed.
        var output = await LifeAsync(folder, report, ["crash-host", folder, "0", "before"], dies: false, cancellationToken);
        if (!output.Contains($"writes {CrashWorkflows.Writes}\n", StringComparison.Ordinal))
        {
            report.Problems.Add($"an undisturbed run does not make {CrashWorkflows.Writes} writes: {output}");
        }

        await EndAsync(folder, report, cancellationToken);
        return report;
    }

    /// <summary>The same execution killed again and again: after the first write of each life, recoveries included, until one gets through.</summary>
    public static async Task<CrashReport> AgainAsync(string folder, bool after, CancellationToken cancellationToken)
    {
        CrashWorkflows.Write(Path.Combine(folder, "workflows"));
        var report = new CrashReport();
        while (report.Kills <= 4 * CrashWorkflows.Writes)
        {
            // Before its second write, so that each life gets one write on.
            var kills = report.Kills;
            await LifeAsync(folder, report, ["crash-host", folder, after ? "1" : "2", after ? "after" : "before", "recovering"], dies: null, cancellationToken);
            if (report.Kills == kills)
            {
                break;
            }
        }

        await EndAsync(folder, report, cancellationToken);
        return report;
    }

    private static async Task<string> LifeAsync(string folder, CrashReport report, string[] args, bool? dies, CancellationToken cancellationToken)
    {
        var before = Witness.Read(CrashHost.WitnessFile(folder)).Count;
        var recorded = report.Recorded.Count;
        var (code, output, errors) = await Child.RunAsync(args, cancellationToken);
        var killed = code == 128 + 9;
        if (dies is { } expected && expected != killed || (!killed && code != 0))
        {
            throw new InvalidOperationException($"{string.Join(' ', args)} ended with {code}\n{output}\n{errors}");
        }

        report.Kills += killed ? 1 : 0;
        report.Acknowledge(output);
        // What was recorded when this life began must have no mark of it.
        report.CheckMarks(Witness.Read(CrashHost.WitnessFile(folder)).Skip(before));
        await report.RecordAsync(CrashHost.Store(folder), cancellationToken);
        Debug.Assert(report.Recorded.Count >= recorded, "recorded steps do not go away");
        return output;
    }

    private static async Task EndAsync(string folder, CrashReport report, CancellationToken cancellationToken)
    {
        await using var store = new SqliteExecutionStore(new StorageOptions { Path = CrashHost.Store(folder) }, TimeProvider.System);
        report.Problems.AddRange(await store.VerifyAsync(cancellationToken));
        await report.EndAsync(store, ExecutionStatus.Completed, cancellationToken);
        report.CountRunAgain(Witness.Read(CrashHost.WitnessFile(folder)));
    }
}
