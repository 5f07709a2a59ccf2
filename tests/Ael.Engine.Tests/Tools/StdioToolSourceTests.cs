using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Tools;

/// <summary>Child processes that misbehave. A shell script stands for the server.</summary>
public sealed class StdioToolSourceTests
{
    // Not the name of any process: what tells ours from those of tests at the same time.
    private readonly string _mark = $"{Random.Shared.NextInt64(1_000_000_000, 9_000_000_000)}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var error = await FailureAsync(new McpServerOptions { Command = "no-such-program-here" });

        Assert.Contains("cannot start 'no-such-program-here'", error.Message, StringComparison.Ordinal);
        Assert.Contains("tools.mcp_servers.child.command", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_directory_that_does_not_exist_is_named()
    {
        var error = await FailureAsync(new McpServerOptions { Command = "sh", Cwd = "/no/such/folder" });

        Assert.Contains("working directory '/no/such/folder' does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ends_at_once_is_reported_with_its_exit_code_and_last_words()
    {
        var error = await FailureAsync(Script("echo 'no database' >&2; exit 3"));

        Assert.EndsWith("ended with exit code 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("no database", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_are_passed_as_they_are_and_no_shell_sees_them()
    {
        var server = new McpServerOptions { Command = "sh", Args = ["-c", "echo \"got:$1\" >&2; exit 0", "sh", "a b; $(exit 9) 'c'"] };
        await using var host = await ToolClientHost.StartAsync("child", server);
        await host.Client.WaitForFirstConnectAsync(Token);

        Assert.Equal("got:a b; $(exit 9) 'c'", host.Client.Servers[0].Stderr[0]);
    }

    [Fact]
    public async Task Only_the_last_fifty_lines_of_stderr_are_kept()
    {
        await using var host = await ToolClientHost.StartAsync("child", Script("for i in $(seq 1 120); do echo line $i >&2; done; exit 1"));
        await host.Client.WaitForFirstConnectAsync(Token);

        var lines = host.Client.Servers[0].Stderr;

        Assert.Equal(50, lines.Count);
        Assert.Equal("line 120", lines[^1]);
    }

    [Fact]
    public async Task Stopping_kills_a_server_that_ignores_the_end_of_its_input_and_what_it_started()
    {
        var host = await ToolClientHost.StartAsync("child", Script($"sleep 1{_mark} & sleep 2{_mark} & echo ready >&2; sleep 3{_mark}"));
        await UntilStderrAsync(host, "ready");
        // The shell says it before its children have become what they are to run.
        await Eventually.TrueAsync(() => Task.FromResult(Processes().Count > 0), () => "no sleep ever began", Token);

        await host.DisposeAsync();

        // A killed process is gone when the kernel has got round to it.
        await Eventually.TrueAsync(() => Task.FromResult(Processes().Count == 0), () => string.Join(", ", Processes()), Token);
    }

    [Fact]
    public async Task What_a_crashed_server_left_behind_is_killed()
    {
        var host = await ToolClientHost.StartAsync("child", Script($"sleep 1{_mark} & exit 1"));
        await host.Client.WaitForFirstConnectAsync(Token);

        await host.DisposeAsync();

        // A killed process is gone when the kernel has got round to it.
        await Eventually.TrueAsync(() => Task.FromResult(Processes().Count == 0), () => string.Join(", ", Processes()), Token);
    }

    private static McpServerOptions Script(string text) => new() { Command = "sh", Args = ["-c", text] };

    private static async Task<AelError> FailureAsync(McpServerOptions server)
    {
        await using var host = await ToolClientHost.StartAsync("child", server);
        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("t", server: "child"))).Error;
        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        return error;
    }

    private static async Task UntilStderrAsync(ToolClientHost host, string line)
    {
        while (!host.Client.Servers[0].Stderr.Contains(line))
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private List<string> Processes() => [.. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(c => c.StartsWith("sleep", StringComparison.Ordinal) && c.Contains(_mark, StringComparison.Ordinal))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
