using Ael.Reliability.Crash;
using Ael.Reliability.Support;

namespace Ael.Engine.Tests.Reliability;

/// <summary>SIGKILL at the places where it hurts. <c>dotnet run --project tests/Ael.Reliability -- crash-points</c> prints the figures.</summary>
public sealed class CrashPointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-crash-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kill_before_and_after_every_write_of_the_journal_loses_nothing_and_repeats_no_recorded_step()
    {
        var report = await CrashPoints.RunAsync(_folder.FullName, Token);

        Assert.True(report.Problems.Count == 0, report.ToString());
        Assert.Equal(2 * CrashWorkflows.Writes, report.Kills);
    }

    [Fact]
    public async Task Kills_at_random_moments_under_load_lose_nothing_and_repeat_no_recorded_step()
    {
        using var folder = new ServedFolder();

        var report = await new RandomKills(folder, kills: 3, seed: Random.Shared.Next()).RunAsync(Token);

        Assert.True(report.Problems.Count == 0, report.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
