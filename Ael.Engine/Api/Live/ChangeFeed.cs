using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ael.Engine.Execution;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;

namespace Ael.Engine.Api.Live;

/// <summary>
/// Tells a reader what to look at again, not what it will see there: however much happens, each kind of thing is named a few times a second at
/// most, and the other routes remain the one source of what is so.
/// </summary>
internal sealed class ChangeFeed(LiveExecutions executions, IWorkflowCatalogue workflows, IToolClient tools, IWorkflowEngine engine, TimeProvider time)
{
    /// <summary>What happens within this time after a change is told with it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    [Flags]
    private enum Topics
    {
        Executions = 1,
        Workflows = 2,
        Servers = 4,
    }

    public async IAsyncEnumerable<StreamEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pending = 0;
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Tell(Topics topic)
        {
            Interlocked.Or(ref pending, (int)topic);
            signal.Writer.TryWrite(true);
        }

        Action onExecutions = () => Tell(Topics.Executions), onWorkflows = () => Tell(Topics.Workflows), onServers = () => Tell(Topics.Servers);
        executions.Changed += onExecutions;
        workflows.Changed += onWorkflows;
        tools.Changed += onServers;
        try
        {
            yield return Event("hello");
            while (await signal.Reader.WaitToReadAsync(cancellationToken))
            {
                await Task.Delay(Pause, time, cancellationToken);
                signal.Reader.TryRead(out _);
                var topics = (Topics)Interlocked.Exchange(ref pending, 0);
                foreach (var topic in Enum.GetValues<Topics>().Where(t => topics.HasFlag(t)))
                {
                    yield return Event(topic.ToString().ToLowerInvariant());
                }
            }
        }
        finally
        {
            executions.Changed -= onExecutions;
            workflows.Changed -= onWorkflows;
            tools.Changed -= onServers;
        }
    }

    private StreamEvent Event(string type) => new(null, type, new ChangeView(type, time.GetUtcNow(), engine.Load));
}

internal sealed record ChangeView(
    [property: Description("hello (first, once), executions, workflows or servers: what has changed.")] string Type, DateTimeOffset At, EngineLoad Load);
