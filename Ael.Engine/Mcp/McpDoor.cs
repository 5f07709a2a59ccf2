using Ael.Engine.Mcp.Management;
using Ael.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>The MCP server: workflows as tools, over HTTP or standard input and output.</summary>
internal static class McpDoor
{
    public const string Path = "/mcp";

    private const int MaxIdleSessions = 1000;

    /// <summary>For HTTP; <see cref="MapMcpDoor"/> then gives it its path.</summary>
    public static IServiceCollection AddMcpDoor(this IServiceCollection services)
    {
        // Clients that begin with `initialize` get a session, later ones are served without: both generations at one address.
        services.AddMcpParts().WithHttpTransport(o =>
        {
            o.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
            // Some 20 KB each, and not every client ends its own. One whose session was the longest idle makes a new one.
            o.MaxIdleSessionCount = MaxIdleSessions;
        });
        return services;
    }

    public static IEndpointConventionBuilder MapMcpDoor(this IEndpointRouteBuilder endpoints)
    {
        var mcp = endpoints.MapMcp(Path);
        mcp.Add(e => e.RequestDelegate = e.RequestDelegate is { } handler ? MessageBody.Checked(handler) : null);
        return mcp;
    }

    /// <summary>
    /// For <c>--stdio</c>; the host stops when its standard input ends. From here on whatever else writes to standard output lands on
    /// standard error, since a single stray line there would break the protocol.
    /// </summary>
    public static IServiceCollection AddMcpStdioDoor(this IServiceCollection services)
    {
        Console.SetOut(Console.Error);
        services.AddMcpParts().WithStdioServerTransport();
        services.AddHostedService<EndOfInput>();
        return services;
    }

    /// <summary>Everything but the transport.</summary>
    public static IMcpServerBuilder AddMcpParts(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.TryAddSingleton<LogContext>();
        services.AddSingleton<WaitingCaller>();
        services.AddSingleton<ToolDirectory>();
        services.AddHostedService(s => s.GetRequiredService<ToolDirectory>());
        services.AddSingleton<ToolHandlers>();
        services.AddSingleton<ResourceHandlers>();
        services.AddSingleton<ListChanges>();
        services.AddSingleton<ManagementTool, WorkflowList>();
        services.AddSingleton<ManagementTool, WorkflowGet>();
        services.AddSingleton<ManagementTool, WorkflowValidate>();
        services.AddSingleton<ManagementTool, WorkflowRun>();
        services.AddSingleton<ManagementTool, ExecutionGet>();
        services.AddSingleton<ManagementTool, ExecutionList>();
        services.AddSingleton<ManagementTool, ExecutionCancel>();
        services.AddSingleton<IConfigureOptions<McpServerOptions>, McpServerSetup>();
        return services.AddMcpServer();
    }
}
