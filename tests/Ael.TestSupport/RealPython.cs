using System.Diagnostics;

namespace Ael.TestSupport;

/// <summary>
/// A version manager's <c>python3</c> is a script that starts some thirty programs before the interpreter, and every engine of the tests looks for
/// Python. The folder of the interpreter itself comes first on PATH for this process and all that it starts.
/// </summary>
internal static class RealPython
{
    private const string Where = "import os, sys; print(os.path.dirname(sys.executable))";

    public static void PutFirst()
    {
        if (Programs.Find("python3") is not { } python)
        {
            return;
        }

        using var process = Process.Start(new ProcessStartInfo(python, ["-I", "-S", "-c", Where]) { RedirectStandardOutput = true })!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode == 0 && folder.Length > 0 && folder != Path.GetDirectoryName(python))
        {
            Environment.SetEnvironmentVariable("PATH", $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        }
    }
}
