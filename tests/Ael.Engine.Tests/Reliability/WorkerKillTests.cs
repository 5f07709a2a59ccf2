using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Processes;
using Ael.Engine.Python;
using Ael.Engine.Tests.Python;

namespace Ael.Engine.Tests.Reliability;

/// <summary>Python workers that are killed from outside, at random, while code runs in them.</summary>
public sealed class WorkerKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_ends_well_or_as_a_crash_and_the_pool_recovers()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 3 });
        await runner.OutputAsync("return 0");
        using var enough = new CancellationTokenSource();
        var killing = KillAsync(runner, kills: 12, enough.Token);

        var ends = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => EndAsync(runner, n)));
        await enough.CancelAsync();
        await killing;

        Assert.All(ends.Index(), end => Assert.Contains(end.Item, new[] { $"{end.Index}", ErrorCode.CodeRuntime.Name }));
        Assert.Contains("CODE_RUNTIME", ends.Append(await CrashAsync(runner)));
        // One whose process was just killed may be handed out before the kernel says so.
        await Eventually.TrueAsync(async () => await EndAsync(runner, 1) == "1", () => "no run works after the kills", Token);
        Assert.Equal(0, runner.Status.Busy);
    }

    // Certain, where the random kills may all have met idle workers.
    private static async Task<string> CrashAsync(CodeRunner runner)
    {
        var started = new FakeTools
        {
            Answer = (_, _, arguments) =>
            {
                foreach (var worker in ProcessTree.Of(runner.ProcessIds).Reverse())
                {
                    Kill(runner, worker);
                }

                return arguments;
            },
        };
        return (await runner.FailAsync("context.tools.call('started')\nwhile True:\n    pass", tools: started)).Error.Code.Name;
    }

    private static async Task KillAsync(CodeRunner runner, int kills, CancellationToken enough)
    {
        for (var n = 0; n < kills && !enough.IsCancellationRequested; n++)
        {
            if (ProcessTree.Of(runner.ProcessIds) is { Count: > 0 } all)
            {
                Kill(runner, all[Random.Shared.Next(all.Count)]);
            }

            await Task.Delay(20, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> EndAsync(CodeRunner runner, int number)
    {
        try
        {
            return (await runner.RunAsync(Code.Request($"x = 0\nfor i in range(20000):\n    x += i\nreturn {number}"), Token)).Output.GetRawText();
        }
        catch (CodeException e)
        {
            return e.Error.Code.Name;
        }
    }

    // Looked at once more when it is held: meanwhile the number may have passed to a process of somebody else.
    private static void Kill(CodeRunner runner, int id)
    {
        using var process = ProcessHandle.Open(id);
        if (ProcessTree.Of(runner.ProcessIds).Contains(id))
        {
            process?.Send(ProcessSignal.Kill);
        }
    }
}
