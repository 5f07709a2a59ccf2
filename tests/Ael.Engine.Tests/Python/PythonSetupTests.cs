using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ael.Engine.Tests.Python;

public sealed class PythonSetupTests
{
    private const string NoBubblewrap = "no-such-bwrap";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_bubblewrap_preferred_falls_back_to_limits_and_says_so()
    {
        await using var runner = Runner(new PythonOptions { Workers = 1 });
        Assert.Equal("1", await runner.OutputAsync("return 1"));
        Assert.Equal("limits", runner.Status.Isolation);
        Assert.Equal(
            "Code steps run with less isolation than wanted: bubblewrap (no-such-bwrap) was not found. "
            + "Install bubblewrap (`apt install bubblewrap`) or allow unprivileged user namespaces.",
            runner.Status.Warning);
    }

    [Fact]
    public async Task Without_bubblewrap_the_limits_hold()
    {
        await using var runner = Runner(new PythonOptions { Workers = 1 });
        var error = (await runner.FailAsync("x = 'x' * 1_000_000_000")).Error;
        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("PermissionError", (await runner.FailAsync("import asyncio\nreturn await asyncio.create_subprocess_exec('true')")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_bubblewrap_required_is_a_configuration_error()
    {
        await using var runner = Runner(new PythonOptions { Isolation = PythonIsolation.Required });
        using var start = new PythonWarmUp(
            runner, new EngineOptions { Python = new PythonOptions { Isolation = PythonIsolation.Required } }, NullLogger<PythonWarmUp>.Instance);

        var error = (await Assert.ThrowsAsync<AelException>(() => start.StartAsync(Token))).Error;

        Assert.Equal((ErrorCode.ConfigInvalid, "python.isolation is required, but bubblewrap (no-such-bwrap) was not found"), (error.Code, error.Message));
        Assert.Contains("apt install bubblewrap", error.Suggestion, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.ConfigInvalid, (await runner.FailAsync("return 1")).Error.Code);
    }

    [Fact]
    public async Task The_systems_own_python_runs_in_bubblewrap()
    {
        const string System = "/usr/bin/python3";
        if (!File.Exists(System))
        {
            Programs.Missing($"there is no {System}");
        }

        await using var runner = Code.Runner(new PythonOptions { Workers = 1, Executable = System, Isolation = PythonIsolation.Required });
        Assert.Equal("4.0", await runner.OutputAsync("import asyncio, decimal, hashlib, zoneinfo\nreturn float(decimal.Decimal(4))"));
        Assert.Equal("bubblewrap", runner.Status.Isolation);
    }

    [Fact]
    public async Task None_is_a_plain_process_without_a_warning()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1, Isolation = PythonIsolation.None });
        Assert.Equal("[1]", await runner.OutputAsync("return [1]"));
        Assert.Equal(("none", null), (runner.Status.Isolation, runner.Status.Warning));
    }

    [Theory]
    [InlineData("no-such-python", "no-such-python was not found", "apt install python3")]
    [InlineData("/bin/false", "/bin/false does not run: exit code 1", "python.executable")]
    [InlineData("/bin/true", "/bin/true is not a Python interpreter", "python.executable")]
    public async Task Without_python_every_run_says_what_is_missing(string executable, string message, string suggestion)
    {
        await using var runner = Runner(new PythonOptions { Executable = executable });
        using var start = new PythonWarmUp(runner, new EngineOptions(), NullLogger<PythonWarmUp>.Instance);
        await start.StartAsync(Token);
        await start.ExecuteTask!;

        var error = (await runner.FailAsync("return 1")).Error;

        Assert.Equal((ErrorCode.CodeRuntime, message), (error.Code, error.Message));
        Assert.Contains(suggestion, error.Suggestion, StringComparison.Ordinal);
        Assert.Contains(message, runner.Status.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warming_up_makes_workers_ready()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1 });
        using var start = new PythonWarmUp(runner, new EngineOptions(), NullLogger<PythonWarmUp>.Instance);
        await start.StartAsync(Token);
        await start.ExecuteTask!;
        Assert.Null(await Record.ExceptionAsync(() => runner.OutputAsync("return 1")));
        Assert.Single(runner.ProcessIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_worker_is_ready_when_the_engine_has_started_and_the_first_code_has_run(bool startedFirst)
    {
        const int Workers = 3;
        await using var runner = Code.Runner(new PythonOptions { Workers = Workers });
        await runner.PrepareAsync(Token);
        if (startedFirst)
        {
            runner.Fill();
            await ReadyAsync(1);
            Assert.Single(runner.ProcessIds);
        }

        await runner.OutputAsync("return 1");
        await ReadyAsync(startedFirst ? Workers : 1);
        runner.Fill();
        await ReadyAsync(Workers);

        Task ReadyAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(runner.Status.Ready == count), () => $"ready: {runner.Status.Ready}, processes: {runner.ProcessIds.Count}", Token);
    }

    [Fact]
    public async Task Where_there_is_no_fork_runs_still_have_globals_of_their_own()
    {
        Programs.Require("python3");
        var python = await Interpreter.FindAsync("python3", TimeProvider.System, Token);
        var config = new WorkerConfig("none", "standard", [], 1L << 29, 1000, 100_000, PythonSetup.MaxDepth, Fork: false);
        var setup = new PythonSetup("none", null, WorkerCommand.Plain(python), WorkerScript.Start(config));
        using var launcher = new ProcessLauncher();
        using var worker = await Worker.StartAsync(launcher, setup, 1_000_000, TimeProvider.System, Token);

        const string Look = "print('p')\ntry:\n    return left\nexcept NameError:\n    return None";
        foreach (var (code, expected) in new[] { ($"left = 1\n{Look}", "1"), (Look, "null") })
        {
            var run = new CodeRun(worker, Code.Request(code), new PythonOptions());
            var result = await run.RunAsync(null, _ => { }, Token);
            Assert.Equal((expected, "p\n"), (result.Output.GetRawText(), result.Log));
            await worker.WaitForChildAsync(Token);
        }

        await worker.EndAsync();
    }

    private static CodeRunner Runner(PythonOptions options)
    {
        Programs.Require("python3");
        return new CodeRunner(new EngineOptions { Python = options }, TimeProvider.System, NoBubblewrap);
    }
}
