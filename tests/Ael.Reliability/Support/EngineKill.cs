using Ael.Engine.Processes;
using Ael.TestSupport;

namespace Ael.Reliability.Support;

internal static class EngineKill
{
    /// <summary>SIGKILL, and the end of everything that it had started: what the dead engine asked for may still be on its way.</summary>
    public static async Task KillAsync(this EngineProcess engine, CancellationToken cancellationToken)
    {
        var children = engine.Descendants();
        using (var process = engine.HasExited ? null : ProcessHandle.Open(engine.Id))
        {
            process?.Send(ProcessSignal.Kill);
        }

        await engine.ExitAsync(EngineProcess.Patience, cancellationToken);
        await Eventually.TrueAsync(
            () => Task.FromResult(ProcessTree.Alive(children).Count == 0),
            () => $"processes outlive their engine: {string.Join(", ", ProcessTree.Alive(children))}", cancellationToken);
    }
}
