using System.ComponentModel;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ael.Engine.Api;

/// <summary>Gathers what <c>GET /info</c> says.</summary>
internal sealed class ServerInfo(
    EngineOptions options, TimeProvider time, IServer server, IWorkflowEngine engine, IWorkflowCatalogue catalogue, IToolClient tools, ICodeRunner python)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public InfoView Now()
    {
        var execution = options.Execution;
        return new InfoView(
            "ael",
            EngineVersion.Current,
            _startedAt,
            (time.GetUtcNow() - _startedAt).TotalSeconds,
            Urls(),
            new LimitsView(
                execution.MaxConcurrent, execution.MaxQueued, execution.MaxParallelSteps, execution.MaxSteps, execution.MaxDepth, execution.MaxStepOutput,
                execution.MaxExecutionOutput, options.Security.MaxRequestBytes, options.Security.RateLimit, execution.Timeout.TotalSeconds, execution.StepTimeout.TotalSeconds),
            engine.Load,
            python.Status,
            options.Storage.Path == StorageRegistration.InMemory ? "memory" : "file",
            catalogue.Entries.Count,
            tools.Tools.Count,
            options.Console.TraceUrl);
    }

    private UrlsView? Urls()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
        {
            return null;
        }

        var root = address.TrimEnd('/');
        var metrics = options.Telemetry is { Enabled: true, Metrics.Enabled: true }
            ? $"http://{options.Server.Host}:{options.Telemetry.Metrics.Port}{options.Telemetry.Metrics.Endpoint}"
            : null;
        return new UrlsView(root + "/", root + "/api/v1", root + "/openapi/v1.json", root + "/mcp", root + "/health", metrics);
    }
}

internal sealed record InfoView(
    string Name,
    string Version,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    UrlsView? Urls,
    LimitsView Limits,
    EngineLoad Load,
    PythonStatus Python,
    [property: Description("file or memory.")] string Storage,
    int Workflows,
    int Tools,
    [property: Description("Where traces can be looked at, with {trace_id} for the id; null where that is not configured.")] string? TraceUrl);

internal sealed record UrlsView(
    string Console, string Rest, string Openapi, string Mcp, string Health, [property: Description("Null when metrics are off.")] string? Metrics);

internal sealed record LimitsView(
    int MaxConcurrent,
    int MaxQueued,
    int MaxParallelSteps,
    int MaxSteps,
    int MaxDepth,
    [property: Description("Bytes.")] int MaxStepOutput,
    [property: Description("Bytes.")] int MaxExecutionOutput,
    int MaxRequestBytes,
    [property: Description("Requests a minute per key or address; 0: no limit.")] int RateLimit,
    double TimeoutSeconds,
    double StepTimeoutSeconds);
