namespace Ael.Engine.Storage.Sqlite;

/// <summary>A write that waits for its turn and then for the commit of its group.</summary>
internal abstract class PendingWrite
{
    public abstract void Apply(WriteStatements statements);

    public abstract void Succeed();

    public abstract void Fail(Exception error);
}

internal sealed class PendingWrite<T>(Func<WriteStatements, T> apply) : PendingWrite
{
    // Continuations must not run on the writer's loop, where they would hold up everybody's writes.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Apply(WriteStatements statements) => _result = apply(statements);

    public override void Succeed() => _done.TrySetResult(_result!);

    public override void Fail(Exception error) => _done.TrySetException(error);
}
