using System.Diagnostics;
using System.Globalization;
using Ael.Engine.Processes;

namespace Ael.Engine.Tests.Processes;

/// <summary>Signals reach the process that was meant, and not one that got its number afterwards.</summary>
public sealed class ProcessHandleTests
{
    private const string LastNumber = "/proc/sys/kernel/ns_last_pid";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_living_process_is_reached(bool descriptors)
    {
        using var process = Sleep();
        using var handle = ProcessHandle.Open(process.Id, descriptors)!;

        Assert.True(handle.Send(ProcessSignal.Kill));
        await process.WaitForExitAsync(Token);

        Assert.Equal(128 + 9, process.ExitCode);
        Assert.False(handle.Send(ProcessSignal.Kill));
    }

    [Fact]
    public void After_its_end_it_reaches_nobody()
    {
        using var process = Sleep();
        var handle = ProcessHandle.Open(process.Id)!;

        handle.Dispose();

        Assert.False(handle.Send(ProcessSignal.Kill));
        Assert.False(process.HasExited);
        process.Kill();
    }

    // By descriptor alone: start times tell two processes apart that began in different hundredths of a second.
    [Fact]
    public async Task One_with_the_same_number_is_not_reached()
    {
        // Others may take the number first; then with the next one.
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var first = Sleep();
            using var handle = ProcessHandle.Open(first.Id)!;
            first.Kill();
            await first.WaitForExitAsync(Token);
            ContinueAfter(first.Id - 1);
            using var second = Sleep();
            try
            {
                if (second.Id == first.Id)
                {
                    Assert.False(handle.Send(ProcessSignal.Kill));
                    Assert.False(second.HasExited);
                    return;
                }
            }
            finally
            {
                second.Kill();
            }
        }

        Assert.Fail("no process got the number of one before it");
    }

    [Fact]
    public async Task A_tree_is_ended_to_its_last_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux");
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "(sleep 3600 & sleep 3600 & echo ready; wait) & wait"]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
        var tree = ProcessTree.Of([process.Id]);
        Assert.Equal(4, tree.Count);

        process.KillTree();
        await process.WaitForExitAsync(Token);

        // The pipe ends with its last holder.
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Token));
        await Eventually.TrueAsync(() => Task.FromResult(ProcessTree.Alive(tree).Count == 0), () => $"of {string.Join(", ", tree)} some live", Token);
    }

    private static Process Sleep()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux");
        return Process.Start("sleep", "3600");
    }

    private static void ContinueAfter(int id)
    {
        try
        {
            File.WriteAllText(LastNumber, id.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Assert.Skip($"{LastNumber} cannot be written here");
        }
    }
}
