using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ael.Engine.Python;

/// <summary>
/// Starts processes from one thread that lives as long as this object. The kernel sends "your parent died" (bubblewrap's
/// --die-with-parent) when the *thread* ends that started the child, and threads of the pool end whenever they are idle.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> _orders = [];
    private readonly Thread _thread;

    public ProcessLauncher()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Python launcher" };
        _thread.Start();
    }

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _orders.Add((start, started));
        }
        catch (InvalidOperationException)
        {
            started.SetCanceled();
        }

        return started.Task;
    }

    /// <summary>Ends the thread, and with it every process that it started and that watches its parent.</summary>
    public void Dispose()
    {
        _orders.CompleteAdding();
        _thread.Join();
        _orders.Dispose();
    }

    private void Run()
    {
        foreach (var (start, started) in _orders.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
