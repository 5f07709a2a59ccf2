using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Reliability.Support;

/// <summary>A store that passes everything on; tests override what they want to go wrong. Every write goes through <see cref="WriteAsync"/>.</summary>
internal class StoreDecorator(IExecutionStore inner) : IExecutionStore, IAsyncDisposable, IDisposable
{
    protected IExecutionStore Inner => inner;

    public virtual string? Warning => inner.Warning;

    public virtual ValueTask CreateAsync(ExecutionRecord execution, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.CreateAsync(execution, cancellationToken));

    public virtual ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.StartedAsync(executionId, at, cancellationToken));

    public virtual ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.StepEndedAsync(executionId, step, cancellationToken));

    public virtual ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.EndedAsync(result, last, cancellationToken));

    public virtual ValueTask StopRequestedAsync(string executionId, AelError why, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.StopRequestedAsync(executionId, why, cancellationToken));

    public virtual void Log(LogLine line) => inner.Log(line);

    public virtual ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) => inner.GetAsync(executionId, cancellationToken);

    public virtual ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public virtual ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken) => inner.GetDetailAsync(executionId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogLine>> GetLogAsync(string executionId, CancellationToken cancellationToken) => inner.GetLogAsync(executionId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string owner, CancellationToken cancellationToken) => inner.TakeOverAsync(owner, cancellationToken);

    public virtual ValueTask EnsureOwnedAsync(string executionId, CancellationToken cancellationToken) => inner.EnsureOwnedAsync(executionId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ChildExecution>> GetChildrenAsync(string executionId, CancellationToken cancellationToken) =>
        inner.GetChildrenAsync(executionId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => inner.VerifyAsync(cancellationToken);

    public virtual ValueTask<int> PruneAsync(CancellationToken cancellationToken) => inner.PruneAsync(cancellationToken);

    public virtual ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    protected virtual ValueTask WriteAsync(Func<ValueTask> write) => write();
}
