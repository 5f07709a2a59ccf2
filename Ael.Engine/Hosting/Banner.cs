using Ael.Engine.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ael.Engine.Hosting;

/// <summary>Says where everything is, once the server listens.</summary>
internal sealed partial class Banner(
    IServer server, IServiceProvider services, EngineOptions options, IHostApplicationLifetime lifetime, ILogger<Banner> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Show);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Show()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";
        var metrics = services.GetService<MetricsServer>()?.Address?.ToString() ?? "off";
        // A line each: in a log there is no other shape.
        LogReady(logger);
        foreach (var (what, where) in (ReadOnlySpan<(string, string)>)[
            ("Console", $"{address}/"), ("REST", $"{address}/api/v1"), ("MCP", $"{address}/mcp"), ("Metrics", metrics),
            ("Config", options.File ?? "defaults, no ael-config.yaml found"), ("Workflows", options.Workflows.Directory)])
        {
            LogPlace(logger, what, where);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "AEL is ready; Ctrl-C stops it")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}: {Where}")]
    private static partial void LogPlace(ILogger logger, string what, string where);
}
