using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Processes;

namespace Ael.Engine.Python;

/// <summary>What this machine has for code steps, found out once by running it.</summary>
/// <param name="Isolation"><c>bubblewrap</c>, <c>limits</c> or <c>none</c>.</param>
/// <param name="Warning">Why it is less than wanted.</param>
/// <param name="Command">Starts a worker.</param>
/// <param name="Start">Its first input.</param>
internal sealed record PythonSetup(string Isolation, string? Warning, WorkerCommand Command, ReadOnlyMemory<byte> Start)
{
    /// <summary>
    /// JSON deeper than 64 is refused by the parsers of this engine and of most clients; what wraps a step's output needs some of it.
    /// </summary>
    public const int MaxDepth = 48;

    private const string Install = "Install bubblewrap (`apt install bubblewrap`)";

    /// <exception cref="AelException">CODE_RUNTIME without a usable Python; CONFIG_INVALID when the isolation required cannot be had.</exception>
    public static async Task<PythonSetup> FindAsync(EngineOptions engine, string bubblewrap, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = engine.Python;
        var python = await Interpreter.FindAsync(options.Executable, time, cancellationToken);
        var packages = options.Profile == PythonProfile.DataScience;
        var (walls, program, why) = options.Isolation == PythonIsolation.None
            ? (null, null, null)
            : await LookForBubblewrapAsync(bubblewrap, python, packages, time, cancellationToken);
        if (walls is null && options.Isolation == PythonIsolation.Required)
        {
            throw new AelException(
                ErrorCode.ConfigInvalid, $"python.isolation is required, but {why}",
                suggestion: $"{Install}, allow unprivileged user namespaces, or set `python.isolation: preferred`.");
        }

        var isolation = walls is not null ? "bubblewrap" : options.Isolation == PythonIsolation.None || OperatingSystem.IsWindows() ? "none" : "limits";
        var config = new WorkerConfig(
            isolation,
            options.Profile switch { PythonProfile.Minimal => "minimal", PythonProfile.DataScience => "data_science", _ => "standard" },
            packages ? python.SitePackages : [],
            options.MemoryLimit, options.MaxLogBytes, engine.Execution.MaxStepOutput, MaxDepth);
        return new PythonSetup(
            isolation,
            why is null ? null : $"Code steps run with less isolation than wanted: {why}. {Install} or allow unprivileged user namespaces.",
            walls is null ? WorkerCommand.Plain(python) : WorkerCommand.InBubblewrap(program!, walls, python),
            WorkerScript.Start(config));
    }

    private static async Task<(IReadOnlyList<string>? Walls, string? Program, string? Why)> LookForBubblewrapAsync(
        string bubblewrap, Interpreter python, bool packages, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, null, "bubblewrap exists on Linux only");
        }

        if (ProgramPath.Find(bubblewrap) is not { } program)
        {
            return (null, null, $"bubblewrap ({bubblewrap}) was not found");
        }

        var (walls, failure) = await Bubblewrap.ProbeAsync(program, python, packages, time, cancellationToken);
        return walls is null ? (null, null, $"bubblewrap cannot make a sandbox here ({failure})") : (walls, program, null);
    }
}
