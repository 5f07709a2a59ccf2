using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ael.Engine.Errors;
using Ael.Engine.Processes;

namespace Ael.Engine.Python;

/// <summary>
/// A warm Python process with one child ready to run. Its owner calls one method at a time; <see cref="Kill"/> may come from
/// anywhere and makes what is under way end.
/// </summary>
internal sealed class Worker : IDisposable
{
    // A child that ended leaves nothing to wait for but this machine; longer means that it left half a message behind.
    private static readonly TimeSpan s_afterEnd = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_death = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly ITimer _halfMessage;
    private readonly WorkerControl _control;
    private ProcessHandle? _firstInSandbox;
    private int _marks;
    private int _ends;

    private Worker(Process process, int maxPayload, TimeProvider time)
    {
        _process = process;
        _time = time;
        _halfMessage = time.CreateTimer(_ => EndWithoutMark(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Frames = new Frames(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, maxPayload);
        _control = new WorkerControl(process.StandardError.BaseStream, OnChildEnded);
    }

    public Frames Frames { get; }

    public bool HasExited => _process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    /// <exception cref="AelException">CODE_RUNTIME: it does not start, with what it said.</exception>
    public static async Task<Worker> StartAsync(
        ProcessLauncher launcher, PythonSetup setup, int maxPayload, TimeProvider time, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = await launcher.StartAsync(setup.Command.ToStartInfo().InOwnSession());
        }
        catch (Win32Exception e)
        {
            throw NotStarted(e.Message, e);
        }

        var worker = new Worker(process, maxPayload, time);
        using var deadline = new CancellationTokenSource(s_start, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(setup.Start, either.Token);
            await input.FlushAsync(either.Token);
            await worker.WaitForChildAsync(either.Token);
            worker._firstInSandbox = setup.Command.Sandboxed ? OnlyChild(process.Id) : null;
            return worker;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            await worker.EndAsync();
            var complaint = worker._control.Complaint;
            worker.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw NotStarted(complaint.Length > 0 ? complaint : $"not ready after {s_start.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Waits for the next child. What the one before may have left in the pipe ends at a mark that it could not know.</summary>
    /// <exception cref="InvalidDataException">There was something in the pipe, or the mark is not the one announced.</exception>
    /// <exception cref="EndOfStreamException">The worker is gone.</exception>
    public async Task WaitForChildAsync(CancellationToken cancellationToken)
    {
        var mark = await Frames.ReadAsync(cancellationToken);
        Interlocked.Increment(ref _marks);
        while (await _control.NextAsync(cancellationToken) is { } line)
        {
            if (line.Nonce is null)
            {
                continue;
            }

            if (mark.Kind != Frame.Mark || Encoding.ASCII.GetString(mark.Payload) != line.Nonce)
            {
                throw new InvalidDataException("the run wrote into the protocol's pipe");
            }

            return;
        }

        throw new EndOfStreamException();
    }

    /// <summary>How the child ended that reported nothing; null when the whole worker is gone.</summary>
    public ValueTask<ControlLine?> GetEndAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _marks);
        return _control.NextAsync(cancellationToken);
    }

    /// <summary>
    /// Lets the worker end its child, and gives what that had printed: only the worker can read it, and it is gone with it. "" when the worker
    /// does not answer soon. Nothing can be run in it afterwards.
    /// </summary>
    public async Task<string> LastWordsAsync()
    {
        // Without fork the run is the worker itself, and does not listen.
        if (OperatingSystem.IsWindows())
        {
            return "";
        }

        using var deadline = new CancellationTokenSource(s_afterEnd, _time);
        try
        {
            await _process.StandardInput.BaseStream.DisposeAsync();
            return (await _control.NextAsync(deadline.Token))?.Log ?? "";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return "";
        }
    }

    public void Kill()
    {
        // The kernel ends a sandbox with its first process. The program outside waits for that one, all of it, and then ends too:
        // killed itself, it would leave the rest to die unwatched.
        if (Volatile.Read(ref _firstInSandbox) is { } first)
        {
            first.Send(ProcessSignal.Kill);
        }
        else
        {
            // A sandbox still being set up does not know yet that it has to die with the program outside.
            _process.KillTree();
        }
    }

    /// <summary>Kills everything that belongs to this worker and waits until it is gone. The caller is its owner: nothing else reads now.</summary>
    public async Task EndAsync()
    {
        Kill();
        using var deadline = new CancellationTokenSource(s_death, _time);
        try
        {
            await _process.StandardInput.BaseStream.DisposeAsync();
            if (_firstInSandbox is not null)
            {
                await ExitsWithinAsync(s_afterEnd);
            }

            if (!_process.HasExited)
            {
                _process.KillTree();
            }

            await _process.WaitForExitAsync(deadline.Token);
            // The pipes end when their last holder is gone: not only the process that we know, all of them.
            await Frames.DrainAsync(deadline.Token);
            await _control.Ended.WaitAsync(deadline.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A process that the kernel cannot end (a stuck disk) must not hold the execution.
        }
    }

    public void Dispose()
    {
        _halfMessage.Dispose();
        _firstInSandbox?.Dispose();
        _process.Dispose();
    }

    private async Task ExitsWithinAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience, _time);
        await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Null where the kernel does not tell.
    private static ProcessHandle? OnlyChild(int parent)
    {
        try
        {
            if (!int.TryParse(File.ReadAllText($"/proc/{parent}/task/{parent}/children"), CultureInfo.InvariantCulture, out var id)
                || ProcessHandle.Open(id) is not { } child)
            {
                return null;
            }

            if (ProcessStat.Read(id)?.Parent == parent)
            {
                return child;
            }

            child.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void OnChildEnded()
    {
        Interlocked.Increment(ref _ends);
        _halfMessage.Change(s_afterEnd, Timeout.InfiniteTimeSpan);
    }

    private void EndWithoutMark()
    {
        if (Volatile.Read(ref _marks) <= Volatile.Read(ref _ends))
        {
            Kill();
        }
    }

    private static AelException NotStarted(string reason, Exception inner) => new(
        ErrorCode.CodeRuntime, $"Python could not be started: {reason}", suggestion: "Check `python.executable` and `python.isolation`.", inner: inner);
}
