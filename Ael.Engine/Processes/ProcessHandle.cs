using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ael.Engine.Processes;

/// <summary>
/// One process, and no other that gets its number later. A number is free as soon as its process was collected; many systems have 32,768 of them,
/// and threads take them too, so that a program that starts threads without end has brought all of them round within seconds. Linux only.
/// </summary>
internal sealed class ProcessHandle : IDisposable
{
    private readonly SafeFileHandle? _descriptor;
    private readonly string? _startTime;

    private ProcessHandle(int id, SafeFileHandle? descriptor, string? startTime) => (Id, _descriptor, _startTime) = (id, descriptor, startTime);

    public int Id { get; }

    /// <summary>The process that has this number now; null when there is none. Whether it is the one meant is to be looked at afterwards.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="descriptors">False: as on kernels that have none for processes.</param>
    public static ProcessHandle? Open(int id, bool descriptors = true)
    {
        var descriptor = descriptors ? NativeMethods.Call(NativeMethods.PidfdOpen, id, 0, 0, 0) : -1;
        if (descriptor >= 0)
        {
            return new ProcessHandle(id, new SafeFileHandle((nint)descriptor, ownsHandle: true), null);
        }

        // Kernels before 5.3, and containers that refuse the call: the time when it started tells it from a later one.
        return ProcessStat.Read(id) is { } stat ? new ProcessHandle(id, null, stat.StartTime) : null;
    }

    /// <summary>From any thread; it reaches nobody else even when this was disposed meanwhile.</summary>
    /// <returns>False when it has ended.</returns>
    public bool Send(ProcessSignal signal)
    {
        if (_descriptor is null)
        {
            return ProcessStat.Read(Id)?.StartTime == _startTime && NativeMethods.Kill(Id, (int)signal) == 0;
        }

        try
        {
            return NativeMethods.Call(NativeMethods.PidfdSendSignal, _descriptor, (long)signal, 0, 0) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => _descriptor?.Dispose();

    private static class NativeMethods
    {
        // The same on every processor.
        public const long PidfdSendSignal = 424;
        public const long PidfdOpen = 434;

        // By number, since C libraries got functions for these only lately.
        [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
        public static extern long Call(long number, long first, long second, long third, long fourth);

        [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
        public static extern long Call(long number, SafeHandle first, long second, long third, long fourth);

        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        public static extern int Kill(int process, int signal);
    }
}

internal enum ProcessSignal
{
    Kill = 9,
    Stop = 19,
}
