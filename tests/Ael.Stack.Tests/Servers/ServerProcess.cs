using System.Diagnostics;

namespace Ael.Stack.Tests.Servers;

/// <summary>A server of the stack as a process that can be stopped and started again. Disposing kills it.</summary>
internal sealed class ServerProcess(string program, string folder, IReadOnlyList<string> args, Uri ready) : IAsyncDisposable
{
    // The slowest, Tempo, flushes for up to half a minute.
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private ProcessLines _lines = new();
    private Process? _process;

    /// <summary>Added to the environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The command and the end of what it said.</summary>
    public string Log => $"-- {Path.GetFileName(program)} {string.Join(' ', args)}\n{string.Join('\n', _lines.Text.Split('\n').TakeLast(40))}";

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        await ReadyAsync(cancellationToken);
    }

    public void Begin()
    {
        Assert.False(IsRunning);
        _process?.Dispose();
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var lines = new ProcessLines();
        void Add(string? line)
        {
            if (line is not null)
            {
                lines.Add(line);
            }
        }

        _lines = lines;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Add(e.Data);
        _process.ErrorDataReceived += (_, e) => Add(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Task ReadyAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () =>
        {
            Assert.True(IsRunning, Log);
            try
            {
                using var response = await _http.GetAsync(ready, cancellationToken);
                return response.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        },
        () => $"{ready} does not answer\n{Log}", cancellationToken);

    /// <summary>As a container runtime stops it: asks, and kills what has not gone after a while.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Signals.Send(_process!.Id, Signal.Terminate);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_stop);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await KillAsync();
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process?.Dispose();
        _http.Dispose();
    }
}
