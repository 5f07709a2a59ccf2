using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Cluster;

/// <summary>
/// The catalogue of a node: its own files, and what was put through the API of any node, which every node writes into its own files. A file that was only
/// copied into a node's folder is that node's alone.
/// </summary>
internal sealed partial class ClusterWorkflows(WorkflowCatalogue local, IWorkflowStore store, ClusterSignals signals, ILogger<ClusterWorkflows> logger)
    : IWorkflowCatalogue, IHostedService, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private long _revision;

    public event Action? Changed
    {
        add => local.Changed += value;
        remove => local.Changed -= value;
    }

    public IReadOnlyList<WorkflowEntry> Entries => local.Entries;

    public WorkflowDefinition? Find(string name, string? version = null) => local.Find(name, version);

    public async Task<WorkflowEntry> PutAsync(string name, string yaml, CancellationToken cancellationToken)
    {
        var entry = await local.PutAsync(name, yaml, cancellationToken);
        await store.PutAsync(name, entry.Version!, yaml, cancellationToken);
        await signals.SayAsync(ClusterSignals.Workflows, cancellationToken);
        return entry;
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var here = await local.DeleteAsync(name, cancellationToken);
        var stored = await store.DeleteAsync(name, cancellationToken) is not null;
        await signals.SayAsync(ClusterSignals.Workflows, cancellationToken);
        return here || stored;
    }

    /// <summary>Takes over what there is, before the front doors open, and from then on what changes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(cancellationToken);
        signals.Heard += Hear;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        signals.Heard -= Hear;
        return _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _one.Dispose();
        _stopping.Dispose();
    }

    private void Hear(string word)
    {
        if (word is ClusterSignals.Workflows or ClusterSignals.Everything)
        {
            _ = ApplyQuietlyAsync();
        }
    }

    private async Task ApplyQuietlyAsync()
    {
        try
        {
            await ApplyAsync(_stopping.Token);
        }
        catch (Exception e) when (e is AelException or OperationCanceledException)
        {
            // The next word, or the next start, finds the same changes.
            LogNotRead(logger, e.Message);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            foreach (var change in await store.GetChangesAsync(_revision, cancellationToken))
            {
                await ApplyAsync(change, cancellationToken);
                _revision = change.Revision;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task ApplyAsync(StoredWorkflow change, CancellationToken cancellationToken)
    {
        try
        {
            if (change.Source is not { } source)
            {
                await local.DeleteAsync(change.Name, cancellationToken);
            }
            else if (local.Find(change.Name) is not { } known
                || (known.Source != source && WorkflowVersions.Order.Compare(known.Version, change.Version) <= 0))
            {
                // A newer one that came with this node's files stays.
                await local.PutAsync(change.Name, source, cancellationToken);
            }
        }
        catch (AelException e)
        {
            LogNotApplied(logger, change.Name, change.Version, e.Error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workflows that were put on other nodes could not be read: {Reason}")]
    private static partial void LogNotRead(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Workflow {Workflow}@{Version}, which was put on another node, cannot be used on this one: {Reason}")]
    private static partial void LogNotApplied(ILogger logger, string workflow, string version, string reason);
}
