using System.Diagnostics;
using System.Text.Json;

namespace Ael.Benchmarks.Python;

/// <summary>Python without the engine, and without isolation: a warm process that forks for each step, or a process started for each.</summary>
internal sealed class PlainPython : IDisposable
{
    private readonly Process _process;

    private PlainPython(Process process) => _process = process;

    /// <summary>A warm process.</summary>
    /// <param name="modules">What it has imported.</param>
    public static PlainPython Warm(IReadOnlyList<string> modules) => new(Start(modules));

    /// <summary>One step in a process that starts for it, with no module but what reading and writing needs.</summary>
    public static async Task<string> SpawnAsync(string job)
    {
        using var once = new PlainPython(Start([], "once"));
        return await once.RunAsync(job);
    }

    /// <summary>Gives the JSON of the step's value.</summary>
    public async Task<string> RunAsync(string job)
    {
        await _process.StandardInput.WriteLineAsync(job);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Python ended without an answer");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(IReadOnlyList<string> modules, params string[] more) => Process.Start(new ProcessStartInfo(
        "python3", ["-I", Path.Combine(AppContext.BaseDirectory, "fork_server.py"), JsonSerializer.Serialize(modules), .. more])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
