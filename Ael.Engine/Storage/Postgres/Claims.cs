using System.Collections.Concurrent;

namespace Ael.Engine.Storage.Postgres;

/// <summary>The executions that this process may write to: each with what it has to show for that.</summary>
internal sealed class Claims
{
    private readonly ConcurrentDictionary<string, Claim> _claims = new(StringComparer.Ordinal);

    public void Add(Claim claim) => _claims[claim.ExecutionId] = claim;

    /// <summary>A claim that fits nothing for executions of which this process has none.</summary>
    public Claim Of(string executionId) => _claims.TryGetValue(executionId, out var claim) ? claim : new Claim(executionId, Guid.Empty, 0);

    public void Remove(Claim claim) => _claims.TryRemove(new KeyValuePair<string, Claim>(claim.ExecutionId, claim));
}
