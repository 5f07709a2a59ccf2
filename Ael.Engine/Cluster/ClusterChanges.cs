using System.Threading.Channels;
using Ael.Engine.Execution;

namespace Ael.Engine.Cluster;

/// <summary>Lets who looks at any node see that executions come and go on the others: a word at most a few times a second, whatever happens.</summary>
internal sealed class ClusterChanges(LiveExecutions live, ClusterSignals signals, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        live.ChangedHere += Note;
        signals.Heard += Hear;
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(stoppingToken))
            {
                await signals.SayAsync(ClusterSignals.Executions, stoppingToken);
                await Task.Delay(s_pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
        finally
        {
            live.ChangedHere -= Note;
            signals.Heard -= Hear;
        }
    }

    private void Note() => _changed.Writer.TryWrite(true);

    // One's own word comes back as well, and says what is known already.
    private void Hear(string word)
    {
        if (word == ClusterSignals.Executions)
        {
            live.ChangedElsewhere();
        }
    }
}
