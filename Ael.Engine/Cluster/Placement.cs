using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using ErrorCode = Ael.Engine.Errors.ErrorCode;

namespace Ael.Engine.Cluster;

/// <summary>Starts an execution on a node that takes it. Orleans places it where least is going on; a node that is full sends it on to the others.</summary>
internal sealed class Placement(IGrainFactory grains, ClusterMembers members, EngineOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="AelException">RESOURCE_EXHAUSTED when no node takes it, or what the one that tried says.</exception>
    public async Task StartAsync(string executionId, StartMessage message, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var full = new HashSet<string>(StringComparer.Ordinal);
        SiloAddress? hint = null;
        while (true)
        {
            GrainAnswer answer;
            try
            {
                answer = await CallAsync(executionId, message, hint);
            }
            catch (Exception e) when (e is not OperationCanceledException && time.GetElapsedTime(start) < options.Storage.PostgresPatience)
            {
                // The node died, or the answer was lost: nobody knows whether it was admitted. It is recorded under its id if it was.
                message = message with { Again = true };
                hint = null;
                await Task.Delay(s_pause, time, cancellationToken);
                continue;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new AelException(
                    ErrorCode.ResourceExhausted, $"no node of the cluster could start the execution: {e.Message}", suggestion: "Look at the nodes' logs, and try again.", inner: e);
            }

            if (answer.Kind == AnswerKind.Done)
            {
                return;
            }

            var refusal = JsonSerializer.Deserialize(answer.Body!, ClusterJson.Default.Refusal)!;
            full.Add(refusal.Node);
            hint = answer.Kind == AnswerKind.Full ? members.Known.FirstOrDefault(m => m.IsActive && !full.Contains(m.Id))?.Address : null;
            if (hint is null)
            {
                throw new AelException(refusal.Error) { RetryAfter = refusal.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null };
            }
        }
    }

    // The hint lives in the context of this call alone.
    private async Task<GrainAnswer> CallAsync(string executionId, StartMessage message, SiloAddress? hint)
    {
        if (hint is not null)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, hint);
        }

        return await grains.GetGrain<IExecutionGrain>(executionId)
            .StartAsync(new Immutable<byte[]>(JsonSerializer.SerializeToUtf8Bytes(message, ClusterJson.Default.StartMessage)));
    }
}
