using System.Diagnostics;
using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Support;

/// <summary>
/// The reference server of the MCP project, which has every kind of tool: <c>echo</c>, <c>get-sum</c>, <c>get-structured-content</c>,
/// <c>get-tiny-image</c>, <c>trigger-long-running-operation</c>, ... An instance is one running over Streamable HTTP on a free port.
/// </summary>
internal sealed class EverythingServer : IAsyncDisposable
{
    private readonly Process _process;

    private EverythingServer(Process process, int port, string path)
    {
        _process = process;
        Port = port;
        Url = new Uri($"http://127.0.0.1:{port}/{path}");
    }

    public int Port { get; }

    public Uri Url { get; }

    public McpServerOptions Options => new() { Url = Url };

    /// <summary>The same server as a child process, for <c>tools.mcp_servers</c>.</summary>
    public static McpServerOptions Stdio => new() { Command = NpmPackages.Everything.Node, Args = NpmPackages.Everything.Args("stdio") };

    /// <param name="cancellationToken">Ends the wait for the port.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="sse">Speak the older HTTP+SSE instead of Streamable HTTP.</param>
    public static async Task<EverythingServer> StartAsync(CancellationToken cancellationToken, int port = 0, bool sse = false)
    {
        var program = NpmPackages.Everything;
        var start = new ProcessStartInfo(program.Node, ["--require", NpmPackages.Loopback, .. program.Args(sse ? "sse" : "streamableHttp")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORT"] = $"{port}";
        var process = new Process { StartInfo = start };
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) => OnStderr(e.Data, listening);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new EverythingServer(process, await listening.Task.WaitAsync(cancellationToken), sse ? "sse" : "mcp");
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void OnStderr(string? line, TaskCompletionSource<int> listening)
    {
        const string Prefix = "loopback port: ";
        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException("server-everything ended before it listened"));
        }
        else if (line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            listening.TrySetResult(int.Parse(line.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
