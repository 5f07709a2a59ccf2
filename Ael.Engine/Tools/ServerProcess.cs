using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Ael.Engine.Configuration;
using Ael.Engine.Processes;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tools;

/// <summary>The child process of a stdio server. Disposing stops it and everything it started.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A server that minds its input has this long to leave by itself. Real time, since a process lives in it.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;
    private readonly Descendants _descendants;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;
    private volatile bool _killed;

    private ServerProcess(Process process, Descendants descendants)
    {
        _process = process;
        _descendants = descendants;
    }

    /// <summary>Completes when the process has ended, whoever still holds its streams.</summary>
    public Task Exited => _exited.Task;

    /// <summary>How it ended, null while it runs and when it had to be killed by us.</summary>
    public string? Exit { get; private set; }

    public Stream Input => field ??= new WholeWriteStream(_process.StandardInput.BaseStream);

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="IOException">The program cannot be started; says why.</exception>
    public static ServerProcess Start(string command, McpServerOptions options, Action<string> onStderr)
    {
        if (options.Cwd is { } cwd && !Directory.Exists(cwd))
        {
            throw new IOException($"its working directory '{cwd}' does not exist");
        }

        var descendants = Descendants.Mark();
        var process = new Process { StartInfo = StartInfo(command, options, descendants).InOwnSession(), EnableRaisingEvents = true };
        var server = new ServerProcess(process, descendants);
        process.Exited += (_, _) => server.OnExited();
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
            {
                onStderr(line);
            }
        };

        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            // The runtime's sentence names the working directory as well, ours or not.
            throw new IOException($"cannot start '{command}': {new Win32Exception(e.NativeErrorCode).Message}");
        }

        process.BeginErrorReadLine();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _exited.Task;
            return;
        }

        CloseInput();
        if (!await ExitsWithinGraceAsync())
        {
            _killed = true;
            _process.KillTree();
            await ExitsWithinGraceAsync();
        }

        _descendants.Kill();
        _process.Dispose();
        _exited.TrySetResult();
    }

    private static ProcessStartInfo StartInfo(string command, McpServerOptions options, Descendants descendants)
    {
        var start = new ProcessStartInfo(command, options.Args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = s_utf8,
            StandardOutputEncoding = s_utf8,
            StandardErrorEncoding = s_utf8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = options.Cwd ?? "",
        };

        // The engine's environment holds its secrets. A server gets the list that the MCP SDKs agree on, and what its entry names.
        start.Environment.Clear();
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables())
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in options.Env)
        {
            start.Environment[name] = value;
        }

        descendants.AddTo(start.Environment);
        return start;
    }

    private void OnExited()
    {
        if (!_killed)
        {
            // Above 128 the runtime reports the number of the signal that ended it.
            Exit = _process.ExitCode > 128 ? $"was killed by signal {_process.ExitCode - 128}" : $"ended with exit code {_process.ExitCode}";
        }

        _exited.TrySetResult();
    }

    private void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // The other end has gone.
        }
    }

    private async Task<bool> ExitsWithinGraceAsync()
    {
        try
        {
            await _exited.Task.WaitAsync(s_grace);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
