using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>Puts the handlers in place, for every transport. Runs again for each request without a session, so it must stay cheap.</summary>
internal sealed class McpServerSetup(ToolHandlers tools, ResourceHandlers resources, ListChanges changes) : IConfigureOptions<McpServerOptions>
{
    private static readonly Implementation s_info = new()
    {
        Name = "ael",
        Title = "AEL: workflows as tools",
        Version = typeof(McpServerSetup).Assembly.GetName().Version?.ToString(3) ?? "0",
    };

    public void Configure(McpServerOptions options)
    {
        options.ServerInfo = s_info;
        options.ServerInstructions =
            "Each workflow is a tool: one call runs all of its steps and gives the result. Failed calls carry an error code, the failing step and a suggestion. " +
            "workflow_list and execution_list show what there is and what ran.";
        options.Capabilities = new ServerCapabilities
        {
            Tools = new ToolsCapability { ListChanged = true },
            Resources = new ResourcesCapability { ListChanged = true },
        };
        options.ToolCollection = changes.ToolSignal;
        options.ResourceCollection = changes.ResourceSignal;
        options.Filters.Message.IncomingFilters.Add(RequestShape.Check);
        options.Handlers.ListToolsHandler = tools.ListAsync;
        options.Handlers.CallToolHandler = tools.CallAsync;
        options.Handlers.ListResourcesHandler = resources.ListAsync;
        options.Handlers.ListResourceTemplatesHandler = resources.ListTemplatesAsync;
        options.Handlers.ReadResourceHandler = resources.ReadAsync;
        options.Handlers.CompleteHandler = resources.CompleteAsync;
        options.Handlers.SubscriptionsListenHandler = changes.ListenAsync;
    }
}
