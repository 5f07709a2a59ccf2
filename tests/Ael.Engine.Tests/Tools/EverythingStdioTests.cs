using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Tools;

public class EverythingStdioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_structured_and_image_results_become_json()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);

        var echo = await host.CallAsync("echo", new { message = "hello" });
        var weather = await host.CallAsync("get-structured-content", new { location = "Chicago" });
        var image = await host.CallAsync("get-tiny-image");

        Assert.Equal("Echo: hello", echo.GetString());
        Assert.Equal(36, weather.GetProperty("temperature").GetInt32());
        Assert.Equal(3, image.GetArrayLength());
        Assert.Equal(JsonValueKind.String, image[0].ValueKind);
        Assert.Equal("image", image[1].GetProperty("type").GetString());
        Assert.Equal("image/png", image[1].GetProperty("mimeType").GetString());
        Assert.StartsWith("iVBOR", image[1].GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_that_do_not_fit_are_rejected_with_the_servers_words()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("get-sum", new { a = "one", b = 2 }))).Error;

        Assert.Equal(ErrorCode.ToolRejected, error.Code);
        Assert.Contains("get-sum", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected number", error.Detail + error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_arrives_in_order_and_before_the_result()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);
        var progress = new ProgressRecorder();
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 0.2, steps = 4 }) with { Progress = progress };

        await host.Client.CallAsync(call, Token);

        Assert.Equal([1, 2, 3, 4], progress.Values);
    }

    [Fact]
    public async Task A_cancelled_call_returns_at_once_and_leaves_the_server_usable()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new ProgressRecorder { OnFirst = cancel.Cancel };
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 600, steps = 6000 }) with { Progress = progress };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.CallAsync(call, cancel.Token));

        Assert.Equal("Echo: still here", (await host.CallAsync("echo", new { message = "still here" })).GetString());
    }

    [Fact]
    public async Task A_server_killed_during_a_call_is_reported_and_started_again()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);
        var pid = await PidAsync(host);
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 600, steps = 6000 })
            with
        { Progress = new ProgressRecorder { OnFirst = () => Kill(pid) } };

        var error = (await Assert.ThrowsAsync<AelException>(() => host.Client.CallAsync(call, Token))).Error;

        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.Contains("killed by signal 9", error.Message, StringComparison.Ordinal);
        await host.UntilAsync(c => c.Servers[0] is { State: ServerState.Up, Restarts: 1 });
        Assert.Equal("Echo: again", (await host.CallAsync("echo", new { message = "again" })).GetString());
    }

    [Fact]
    public async Task Stopping_ends_the_process()
    {
        int pid;
        await using (var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio))
        {
            pid = await PidAsync(host);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
    }

    [Fact]
    public async Task The_server_sees_its_own_variables_and_not_the_engines()
    {
        Environment.SetEnvironmentVariable("AEL_TEST_SECRET", "must not leak");
        var server = EverythingServer.Stdio with { Env = new Dictionary<string, string> { ["MINE"] = "given" } };
        await using var host = await ToolClientHost.StartAsync("everything", server);

        var environment = await host.CallAsync("get-env");

        Assert.Equal("given", environment.GetProperty("MINE").GetString());
        Assert.True(environment.TryGetProperty("PATH", out _));
        Assert.False(environment.TryGetProperty("AEL_TEST_SECRET", out _));
    }

    [Fact]
    public async Task Stderr_lines_are_kept_in_the_status()
    {
        await using var host = await ToolClientHost.StartAsync("everything", EverythingServer.Stdio);
        await host.Client.WaitForFirstConnectAsync(Token);

        var status = Assert.Single(host.Client.Servers);

        Assert.Equal(ServerState.Up, status.State);
        Assert.Equal("stdio", status.Transport);
        Assert.Contains(status.Stderr, l => l.Contains("Starting", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(status.ToolCount, host.Client.Tools.Count);
        Assert.Contains(host.Client.Tools, t => t.Name == "echo");
    }

    private static async Task<int> PidAsync(ToolClientHost host)
    {
        // The mark in its environment tells our server from those of tests running at the same time.
        var mark = (await host.CallAsync("get-env")).GetProperty("AEL_TOOL_SERVER").GetString()!;
        return Directory.EnumerateDirectories("/proc")
            .Where(d => int.TryParse(Path.GetFileName(d), out _) && Environ(d).Contains(mark, StringComparison.Ordinal))
            .Select(d => int.Parse(Path.GetFileName(d), System.Globalization.CultureInfo.InvariantCulture)).Single();
    }

    private static string Environ(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
