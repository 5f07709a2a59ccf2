using System.Diagnostics;

namespace Ael.TestSupport;

/// <summary>
/// The built engine as a process, in a process group of its own as a shell would start it. Its environment has nothing of the
/// engine's variables but those given. Disposing kills it and what it started.
/// </summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    /// <summary>Far beyond what anything takes on a busy machine; only something that hangs is caught by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] s_own = ["AEL_", "OTEL_"];

    private readonly Process _process;
    private readonly ProcessLines _output = new();
    private readonly ProcessLines _errors = new();

    static EngineProcess() => RealPython.PutFirst();

    private EngineProcess(Process process) => _process = process;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "Ael.Engine.dll");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Stdout => _output.Text;

    public string Stderr => _errors.Text;

    public string Output => $"-- stdout\n{Stdout}\n-- stderr\n{Stderr}";

    public StreamWriter Input => _process.StandardInput;

    public static EngineProcess Start(IEnumerable<string> args, IReadOnlyDictionary<string, string> environment, string? program = null, string? folder = null)
    {
        string[] command = ["dotnet", program ?? Program, .. args];

        // A shell's background jobs ignore SIGINT, and so would everything started below one.
        string[] line = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "setsid", .. command] : command;
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(k => s_own.Any(own => k.StartsWith(own, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var engine = new EngineProcess(new Process { StartInfo = start });
        engine._process.OutputDataReceived += (_, e) => engine._output.Add(e.Data);
        engine._process.ErrorDataReceived += (_, e) => engine._errors.Add(e.Data);
        engine._process.Start();
        engine._process.BeginOutputReadLine();
        engine._process.BeginErrorReadLine();
        return engine;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<EngineProcess> RunAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] args)
    {
        var engine = Start(args, environment);
        engine.Input.Close();
        await engine.ExitAsync(Patience, cancellationToken);
        return engine;
    }

    /// <summary>The first line of standard output with this text in it.</summary>
    public Task<string> LineAsync(string text, CancellationToken cancellationToken) => FindAsync(_output, text, cancellationToken);

    /// <summary>The same for standard error.</summary>
    public Task<string> ErrorLineAsync(string text, CancellationToken cancellationToken) => FindAsync(_errors, text, cancellationToken);

    /// <summary>The exit code, with all output read.</summary>
    public async Task<int> ExitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the engine still runs after {patience.TotalSeconds:0} s\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Everything that runs below the engine now, itself excepted.</summary>
    public IReadOnlyList<int> Descendants() => [.. ProcessTree.Of([Id]).Skip(1)];

    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>To all of the process group, as a terminal does with Ctrl-C.</summary>
    public void SendToGroup(Signal signal) => Signals.Send(-Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task<string> FindAsync(ProcessLines lines, string text, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            return await lines.FindAsync(text, deadline.Token) ?? throw new InvalidOperationException($"the engine ended without '{text}'\n{Output}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no line with '{text}' after {Patience.TotalSeconds:0} s\n{Output}");
        }
    }
}
