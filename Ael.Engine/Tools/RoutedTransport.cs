using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>
/// Stands between the SDK's client and a transport, for what the SDK leaves out: notifications in the order in which they came and before the
/// answer that follows them, the trace context also when nobody listens to the SDK's spans, and cancellation over HTTP.
/// </summary>
internal sealed class RoutedTransport(IToolSource source, CallRouter router) : IClientTransport
{
    public string Name => source.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(await source.OpenAsync(cancellationToken), router);

    private sealed class Session(ITransport inner, CallRouter router) : ITransport
    {
        private readonly CancellationTokenSource _lifetime = new();

        public string? SessionId => inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader { get; } = new Reader(inner.MessageReader, router);

        public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            if (message is not JsonRpcRequest request)
            {
                await inner.SendMessageAsync(message, cancellationToken);
                return;
            }

            var parameters = (JsonObject)(request.Params ??= new JsonObject());
            var call = router.Find(parameters);
            AddTraceContext(parameters);
            try
            {
                await inner.SendMessageAsync(request, cancellationToken);
                call?.OnSent(request.Id);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && NeedsNotice(request))
            {
                _ = SendCancelledAsync(request.Id);
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _lifetime.CancelAsync();
            await inner.DisposeAsync();
        }

        // The SDK sends `notifications/cancelled` only once the request is on its way, and over Streamable HTTP sending it lasts until the
        // answer is there. From 2026-07-28 on (a version in `_meta`) closing the stream is the cancellation; before that it says nothing.
        private static bool NeedsNotice(JsonRpcRequest request) =>
            request.Method != RequestMethods.Initialize && request.Params?["_meta"]?[MetaNames.ProtocolVersion] is null;

        private static void AddTraceContext(JsonObject parameters)
        {
            if (Activity.Current is { } activity && parameters["_meta"]?["traceparent"] is null)
            {
                DistributedContextPropagator.Current.Inject(activity, parameters, static (carrier, key, value) =>
                {
                    var target = (JsonObject)carrier!;
                    if (target["_meta"] is not JsonObject meta)
                    {
                        target["_meta"] = meta = [];
                    }

                    meta[key] = value;
                });
            }
        }

        private async Task SendCancelledAsync(RequestId id)
        {
            try
            {
                await inner.SendMessageAsync(
                    new JsonRpcNotification
                    {
                        Method = NotificationMethods.CancelledNotification,
                        Params = JsonSerializer.SerializeToNode(new CancelledNotificationParams { RequestId = id }, McpJsonUtilities.DefaultOptions),
                    },
                    _lifetime.Token);
            }
            catch (Exception)
            {
                // Nobody waits for this call any more. When the server has gone as well, the next request or probe says so.
            }
        }
    }

    // Reads in the client's own loop: no second queue, and what the router takes never becomes a task of its own.
    private sealed class Reader(ChannelReader<JsonRpcMessage> inner, CallRouter router) : ChannelReader<JsonRpcMessage>
    {
        public override Task Completion => inner.Completion;

        public override bool TryRead(out JsonRpcMessage item)
        {
            while (inner.TryRead(out item!))
            {
                if (item is not JsonRpcNotification notification || !router.Take(notification))
                {
                    return true;
                }
            }

            return false;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
    }
}
