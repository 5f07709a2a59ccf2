using System.Diagnostics;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Python;

public sealed class KillTests
{
    private const string Endless = "context.tools.call('started')\nwhile True:\n    pass";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PythonIsolation.Required)]
    [InlineData(PythonIsolation.None)]
    public async Task A_cancelled_loop_is_dead_when_the_call_returns(object isolation)
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1, Isolation = (PythonIsolation)isolation });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tools = new Signal();
        var run = runner.RunAsync(Code.Request(Endless, tools: tools), stop.Token);
        await tools.Called.WaitAsync(Token);
        var tree = ProcessTree.Of(runner.ProcessIds);
        Assert.True(tree.Count >= 2, "the worker and its child");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Empty(ProcessTree.Alive(tree));
        Assert.Equal("1", await runner.OutputAsync("return 1"));
    }

    [Theory]
    [InlineData(PythonIsolation.Required, "while True:\n    pass")]
    [InlineData(PythonIsolation.None, "while True:\n    pass")]
    [InlineData(PythonIsolation.Required, "context.tools.call('hangs')")]
    public async Task What_the_code_printed_before_it_was_killed_is_kept(object isolation, string then)
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1, Isolation = (PythonIsolation)isolation });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tools = new Signal();
        var run = runner.RunAsync(Code.Request($"print('one')\nprint('two', end='')\ncontext.tools.call('started')\n{then}", tools: tools), stop.Token);
        await tools.Called.WaitAsync(Token);

        await stop.CancelAsync();

        Assert.Equal("one\ntwo", (await Assert.ThrowsAsync<CodeStoppedException>(() => run)).Log);
        Assert.Equal("1", await runner.OutputAsync("return 1"));
    }

    [Fact]
    public async Task Fifty_endless_loops_are_killed_together_and_the_next_run_works()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 4 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tools = Enumerable.Range(0, 50).Select(_ => new Signal()).ToArray();
        var runs = tools.Select(t => runner.RunAsync(Code.Request(Endless, tools: t), stop.Token)).ToArray();
        for (var running = 0; running < 4; running = tools.Count(t => t.Called.IsCompleted))
        {
            await Task.WhenAny(tools.Select(t => t.Called).Where(t => !t.IsCompleted)).WaitAsync(Token);
        }

        Assert.Equal(4, runner.Status.Busy);
        var tree = ProcessTree.Of(runner.ProcessIds);
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        foreach (var run in runs)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        // Killing takes milliseconds; the bound is for machines that do much else.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(ProcessTree.Alive(tree));
        Assert.Equal(0, runner.Status.Busy);
        Assert.Equal("1", await runner.OutputAsync("return 1"));
    }

    [Fact]
    public async Task Many_workers_in_endless_loops_leave_no_process()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 12, Profile = PythonProfile.Minimal });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tools = Enumerable.Range(0, 12).Select(_ => new Signal()).ToArray();
        var runs = tools.Select(t => runner.RunAsync(Code.Request(Endless, tools: t), stop.Token)).ToArray();
        await Task.WhenAll(tools.Select(t => t.Called)).WaitAsync(Token);
        var tree = ProcessTree.Of(runner.ProcessIds);
        Assert.True(tree.Count >= 24);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(runs));
        foreach (var run in runs)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Empty(ProcessTree.Alive(tree));
    }

    [Fact]
    public async Task A_worker_killed_from_outside_is_an_error_and_is_replaced()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1 });
        var tools = new Signal();
        var run = runner.RunAsync(Code.Request(Endless, tools: tools), Token);
        await tools.Called.WaitAsync(Token);
        using (var worker = Process.GetProcessById(runner.ProcessIds[0]))
        {
            worker.Kill();
        }

        var error = (await Assert.ThrowsAsync<CodeException>(() => run)).Error;
        Assert.Equal((ErrorCode.CodeRuntime, "the Python process ended in the middle of the run"), (error.Code, error.Message));
        Assert.Equal("1", await runner.OutputAsync("return 1"));
    }

    [Fact]
    public async Task An_idle_worker_killed_from_outside_costs_nobody_a_run()
    {
        await using var runner = Code.Runner(new PythonOptions { Workers = 1 });
        await runner.OutputAsync("return 1");
        var first = runner.ProcessIds[0];
        using (var worker = Process.GetProcessById(first))
        {
            worker.Kill();
            await worker.WaitForExitAsync(Token);
        }

        Assert.Equal("2", await runner.OutputAsync("return 2"));
    }

    [Fact]
    public async Task Disposing_ends_runs_and_leaves_no_process()
    {
        var runner = Code.Runner(new PythonOptions { Workers = 2 });
        var tools = new Signal();
        var run = runner.RunAsync(Code.Request(Endless, tools: tools), Token);
        await tools.Called.WaitAsync(Token);
        var tree = ProcessTree.Of(runner.ProcessIds);

        await runner.DisposeAsync();

        await Assert.ThrowsAsync<CodeException>(() => run);
        Assert.Empty(ProcessTree.Alive(tree));
    }

    [Theory]
    [InlineData(PythonIsolation.Required)]
    [InlineData(PythonIsolation.None)]
    public async Task An_engine_that_is_killed_leaves_no_process(object isolation)
    {
        // A program in the engine's place starts a worker as the engine does, then dies without a chance to clean up.
        const string Engine = """
            import json, subprocess, sys
            command, start = json.loads(sys.stdin.readline())
            worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            worker.stdin.write(bytes.fromhex(start)); worker.stdin.flush()
            print(worker.stderr.readline().split()[0].decode(), worker.pid, flush=True)
            code = b'{"code": "while True: pass", "checked": true, "context": {}}'
            worker.stdin.write(b"J" + len(code).to_bytes(4, "big") + code); worker.stdin.flush()
            sys.stdin.readline()
            """;
        var python = Programs.Require("python3");
        if ((PythonIsolation)isolation == PythonIsolation.Required)
        {
            Programs.Require("bwrap");
        }

        var options = new EngineOptions { Python = new PythonOptions { Isolation = (PythonIsolation)isolation } };
        var setup = await PythonSetup.FindAsync(options, "bwrap", TimeProvider.System, Token);
        using var engine = Process.Start(new ProcessStartInfo(python, ["-c", Engine]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var order = System.Text.Json.JsonSerializer.Serialize(
            new object[] { new[] { setup.Command.File }.Concat(setup.Command.Arguments), Convert.ToHexString(setup.Start.Span) });
        await engine.StandardInput.WriteLineAsync(order.AsMemory(), Token);
        await engine.StandardInput.FlushAsync(Token);
        var answer = (await engine.StandardOutput.ReadLineAsync(Token))!.Split(' ');
        Assert.Equal("ready", answer[0]);
        var tree = ProcessTree.Of([int.Parse(answer[1], System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(tree.Count >= 2);

        engine.Kill();
        await engine.WaitForExitAsync(Token);

        // The kernel passes the news down process by process.
        while (ProcessTree.Alive(tree).Count > 0)
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private sealed class Signal : ICodeTools
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        private static async Task<System.Text.Json.JsonElement> NeverAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return default;
        }

        public Task<System.Text.Json.JsonElement> CallAsync(string? server, string tool, System.Text.Json.JsonElement arguments, CancellationToken cancellationToken)
        {
            _called.TrySetResult();
            return tool == "hangs" ? NeverAsync(cancellationToken) : Task.FromResult(arguments);
        }
    }
}
