using System.Collections.Concurrent;

namespace Ael.Engine.Execution;

/// <summary>The executions that this process drives now, by id.</summary>
internal sealed class LiveExecutions
{
    private readonly ConcurrentDictionary<string, ExecutionRun> _runs = new(StringComparer.Ordinal);

    /// <summary>Raised after one was added or removed, on any thread; must return at once.</summary>
    public event Action? Changed;

    /// <summary>As <see cref="Changed"/>, but not for executions of other nodes of a cluster.</summary>
    public event Action? ChangedHere;

    public IEnumerable<ExecutionRun> All => _runs.Values;

    public void Add(ExecutionRun run)
    {
        _runs[run.Id] = run;
        ChangedHere?.Invoke();
        Changed?.Invoke();
    }

    public void Remove(ExecutionRun run)
    {
        _runs.TryRemove(run.Id, out _);
        ChangedHere?.Invoke();
        Changed?.Invoke();
    }

    /// <summary>Says that executions of another node have changed.</summary>
    public void ChangedElsewhere() => Changed?.Invoke();

    public ExecutionRun? Find(string executionId) => _runs.GetValueOrDefault(executionId);
}
