using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution.Recovery;

/// <summary>
/// Ends that the store could not take (a full disk, a lock): offered again until it does, so that what failed does not look as if it still ran.
/// Without their outputs, since they wait in memory.
/// </summary>
internal sealed partial class LateEnds : IDisposable
{
    // Beyond these the oldest are left to the next start, which finds them unfinished.
    private const int Most = 1000;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<ExecutionResult> _waiting = new();
    private readonly IExecutionStore _store;
    private readonly ILogger<LateEnds> _logger;
    private readonly ITimer _timer;

    public LateEnds(IExecutionStore store, TimeProvider time, ILogger<LateEnds> logger)
    {
        _store = store;
        _logger = logger;
        _timer = time.CreateTimer(static s => _ = ((LateEnds)s!).WriteAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(ExecutionResult end)
    {
        lock (_lock)
        {
            if (_waiting.Count == Most)
            {
                _waiting.Dequeue();
            }

            _waiting.Enqueue(end with { Output = null, Steps = [.. end.Steps.Select(s => s with { Output = null, Log = null })] });
        }

        _timer.Change(s_pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private async Task WriteAsync()
    {
        while (Next() is { } end)
        {
            try
            {
                if (await _store.GetAsync(end.ExecutionId, CancellationToken.None) is { Result.CompletedAt: null })
                {
                    await _store.EndedAsync(end, CancellationToken.None);
                    LogWritten(_logger, end.ExecutionId);
                }
            }
            catch (ExecutionMovedException)
            {
                // Whoever drives it now records its end.
            }
            catch (AelException)
            {
                // The store's failure was counted and logged where it was first met.
                Add(end);
                return;
            }
        }
    }

    private ExecutionResult? Next()
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out var end) ? end : null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The end of execution {ExecutionId} is recorded now")]
    private static partial void LogWritten(ILogger logger, string executionId);
}
