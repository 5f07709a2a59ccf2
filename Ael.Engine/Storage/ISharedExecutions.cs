using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// Executions in a store that several engines share: each has one owner, and who takes one over is from then on the only one whose writes to it count
/// (<see cref="ExecutionMovedException"/> for all others, by the database itself and in the same statement). Who is gone, the caller knows.
/// </summary>
/// <remarks>Every member throws <see cref="AelException"/> STORAGE_ERROR when the store cannot do its work.</remarks>
internal interface ISharedExecutions
{
    /// <summary>
    /// An owner that no engine is. What is given to it, by an engine that stops, waits for the next one to take it over; neither counts as a recovery, as
    /// nothing went wrong.
    /// </summary>
    const string Nobody = "nobody";

    /// <summary>
    /// Whether an owner that is no member of the cluster has ended: an engine beside it, as that of a command, holds a lock of the database while it lives. True of
    /// members, which hold none.
    /// </summary>
    ValueTask<bool> IsGoneAsync(string owner, CancellationToken cancellationToken);

    /// <summary>All that have not ended, oldest first. Sub-workflows belong to their parent's owner and are taken over with it.</summary>
    ValueTask<IReadOnlyList<UnfinishedExecution>> GetUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes over one execution that has not ended, with the sub-workflows below it that have not either, whoever owns it now.
    /// </summary>
    /// <param name="executionId">Which.</param>
    /// <param name="owner">Who drives it from now on.</param>
    /// <param name="from">Only if it still belongs to this one, so that of several who try, the first has it; null: whoever it belongs to.</param>
    /// <param name="cancellationToken">Ends the waiting, not the takeover.</param>
    /// <returns>It and its sub-workflows, oldest first; empty when it has ended, is another's by now, or is not there.</returns>
    ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string executionId, string owner, string? from, CancellationToken cancellationToken);

    /// <summary>Takes over all that an engine that is gone has left unfinished, oldest first.</summary>
    ValueTask<IReadOnlyList<TakenOver>> TakeOverFromAsync(string gone, string owner, CancellationToken cancellationToken);
}

/// <param name="ExecutionId">The execution.</param>
/// <param name="ParentExecutionId">For sub-workflows: who started it.</param>
/// <param name="Owner">Who drives it.</param>
/// <param name="CreatedAt">When it was admitted.</param>
internal sealed record UnfinishedExecution(string ExecutionId, string? ParentExecutionId, string Owner, DateTimeOffset CreatedAt);
