using System.Runtime.InteropServices;

namespace Ael.TestSupport;

internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

internal static class Signals
{
    /// <param name="process">A process id; negative: that process group.</param>
    /// <param name="signal">What to send.</param>
    public static void Send(int process, Signal signal) => Assert.Equal(0, NativeMethods.Kill(process, (int)signal));

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        public static extern int Kill(int process, int signal);
    }
}
