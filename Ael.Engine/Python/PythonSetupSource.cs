using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>Finds out once what this machine has; a failure is asked about again after a while, since somebody may install what was missing.</summary>
internal sealed class PythonSetupSource(EngineOptions options, string bubblewrap, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_failureHolds = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _failedAt;

    public PythonSetupState? Current { get; private set; }

    /// <exception cref="AelException">As <see cref="PythonSetup.FindAsync"/>.</exception>
    public async Task<PythonSetup> GetAsync(CancellationToken cancellationToken)
    {
        if (Current?.Setup is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Current?.Setup is { } found)
            {
                return found;
            }

            if (Current?.Failure is { } failure && time.GetElapsedTime(_failedAt) < s_failureHolds)
            {
                throw new AelException(failure);
            }

            var setup = await PythonSetup.FindAsync(options, bubblewrap, time, cancellationToken);
            Current = new PythonSetupState(setup, null);
            return setup;
        }
        catch (AelException e)
        {
            _failedAt = time.GetTimestamp();
            Current = new PythonSetupState(null, e.Error);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>One of the two.</summary>
internal sealed record PythonSetupState(PythonSetup? Setup, AelError? Failure);
