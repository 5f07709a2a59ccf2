using System.Collections.Concurrent;

namespace Ael.Engine.Tools;

/// <summary>
/// Where the calls under way at one server come from. What a server says beside its answers (a log line, standard error) names no call; while
/// exactly one is under way it is taken as said in that one, and otherwise as said in none.
/// </summary>
internal sealed class CallContexts
{
    private readonly ConcurrentDictionary<long, ExecutionContext> _contexts = new();

    /// <summary>The caller's context belongs to call <paramref name="id"/> until <see cref="Remove"/>.</summary>
    public void Add(long id)
    {
        if (ExecutionContext.Capture() is { } context)
        {
            _contexts[id] = context;
        }
    }

    public void Remove(long id) => _contexts.TryRemove(id, out _);

    /// <summary>Runs the action as the one call under way would, or as it is.</summary>
    public void Run<T>(T state, Action<T> action)
    {
        // A count and a look may fall on two sides of a change; a look alone cannot.
        if (_contexts.Take(2).ToList() is [{ Value: var only }])
        {
            ExecutionContext.Run(only, _ => action(state), null);
        }
        else
        {
            action(state);
        }
    }
}
