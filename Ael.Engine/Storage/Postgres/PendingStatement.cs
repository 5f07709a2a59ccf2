using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>A write of one statement that waits for its turn and then for the commit of its group. It may be sent again: its statement has to bear that.</summary>
/// <param name="build">Makes the statement, anew for each time it is sent.</param>
/// <param name="size">About how many bytes it carries.</param>
internal sealed class PendingStatement(Func<NpgsqlBatchCommand> build, int size)
{
    // Continuations must not run on the writer's loop, where they would hold up everybody's writes.
    private readonly TaskCompletionSource<ulong> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Size => size;

    /// <summary>How many rows it wrote, once that is committed.</summary>
    public Task<ulong> Rows => _done.Task;

    public NpgsqlBatchCommand Build() => build();

    public void Succeed(ulong rows) => _done.TrySetResult(rows);

    public void Fail(Exception error) => _done.TrySetException(error);
}
