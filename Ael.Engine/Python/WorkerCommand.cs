using System.Diagnostics;

namespace Ael.Engine.Python;

/// <summary>How a worker is started.</summary>
/// <param name="File">The program: the interpreter, or what it runs in.</param>
/// <param name="Arguments">All of them.</param>
/// <param name="Sandboxed">Whether killing the program ends everything below it, by the kernel's word.</param>
internal sealed record WorkerCommand(string File, IReadOnlyList<string> Arguments, bool Sandboxed)
{
    // -I: no environment, no user's packages, no working directory on the path; -S: no site-packages and their start-up code.
    private static readonly string[] s_python = ["-I", "-S", "-B", "-X", "utf8", "-c"];

    public static WorkerCommand Plain(Interpreter python) =>
        new(python.Executable, [.. s_python, WorkerScript.Bootstrap], Sandboxed: false);

    public static WorkerCommand InBubblewrap(string bubblewrap, IReadOnlyList<string> walls, Interpreter python) =>
        new(bubblewrap, [.. walls, python.Executable, .. s_python, WorkerScript.Bootstrap], Sandboxed: true);

    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(File, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = OperatingSystem.IsWindows() ? Path.GetTempPath() : "/",
        };

        // Nothing of the engine's environment, where secrets are. Local time is UTC in every sandbox, so it is everywhere.
        var systemRoot = OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("SystemRoot") : null;
        start.Environment.Clear();
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC0";
        start.Environment["HOME"] = "/tmp";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        if (systemRoot is not null)
        {
            start.Environment["SystemRoot"] = systemRoot;
        }

        return start;
    }
}
