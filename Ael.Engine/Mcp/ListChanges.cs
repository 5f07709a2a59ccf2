using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Ael.Engine.Workflows;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>
/// Tells clients that lists changed. Those with a session are told on it, by the protocol library, which listens to two collections that
/// otherwise stay empty. Later ones ask with <c>subscriptions/listen</c> and are told on that request's stream until they close it.
/// </summary>
internal sealed class ListChanges : IDisposable
{
    private readonly ToolDirectory _directory;
    private readonly IWorkflowCatalogue _catalogue;
    private readonly CancellationToken _stopping;

    public ListChanges(ToolDirectory directory, IWorkflowCatalogue catalogue, IHostApplicationLifetime lifetime)
    {
        _directory = directory;
        _catalogue = catalogue;
        _stopping = lifetime.ApplicationStopping;
        directory.Changed += SignalTools;
        catalogue.Changed += SignalResources;
    }

    public McpServerPrimitiveCollection<McpServerTool> ToolSignal { get; } = [];

    public McpServerResourceCollection ResourceSignal { get; } = [];

    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var granted = new SubscriptionsListenNotifications
        {
            ToolsListChanged = request.Params.Notifications.ToolsListChanged == true ? true : null,
            ResourcesListChanged = request.Params.Notifications.ResourcesListChanged == true ? true : null,
        };

        // One of each kind waiting is enough: the client reads the list as it is then.
        var changes = Channel.CreateBounded<string>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        void ToolsChanged() => changes.Writer.TryWrite(NotificationMethods.ToolListChangedNotification);
        void ResourcesChanged() => changes.Writer.TryWrite(NotificationMethods.ResourceListChangedNotification);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        try
        {
            // Before the acknowledgement, so that nothing is missed after it.
            if (granted.ToolsListChanged == true)
            {
                _directory.Changed += ToolsChanged;
            }

            if (granted.ResourcesListChanged == true)
            {
                _catalogue.Changed += ResourcesChanged;
            }

            await SendAsync(request, NotificationMethods.SubscriptionsAcknowledgedNotification, new SubscriptionsAcknowledgedNotificationParams { Notifications = granted }, end.Token);
            await foreach (var method in changes.Reader.ReadAllAsync(end.Token))
            {
                await SendAsync(request, method, null, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // How a subscription ends.
        }
        finally
        {
            _directory.Changed -= ToolsChanged;
            _catalogue.Changed -= ResourcesChanged;
        }

        return new EmptyResult();
    }

    public void Dispose()
    {
        _directory.Changed -= SignalTools;
        _catalogue.Changed -= SignalResources;
    }

    // The only public way to raise the collections' event without keeping anything in them.
    private void SignalTools() => ToolSignal.Clear();

    private void SignalResources() => ResourceSignal.Clear();

    private static Task SendAsync(
        RequestContext<SubscriptionsListenRequestParams> request, string method, SubscriptionsAcknowledgedNotificationParams? content, CancellationToken cancellationToken)
    {
        var parameters = content is null ? [] : JsonSerializer.SerializeToNode(content, McpJsonUtilities.DefaultOptions)!.AsObject();

        // Clients that share one channel for all their subscriptions tell them apart by this.
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/subscriptionId"] = JsonSerializer.SerializeToNode(request.JsonRpcRequest.Id, McpJsonUtilities.DefaultOptions),
        };
        return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, cancellationToken);
    }
}
