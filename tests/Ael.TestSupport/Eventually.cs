using System.Diagnostics;

namespace Ael.TestSupport;

/// <summary>For what another process does in its own time and does not announce.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until it is true; fails with what is given when that takes longer than <see cref="EngineProcess.Patience"/>.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > EngineProcess.Patience)
            {
                Assert.Fail(otherwise());
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }
}
