using Ael.Engine.Api;
using Ael.Engine.Api.Security;
using Ael.Engine.Cli;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.WebConsole;
using Ael.Engine.Mcp;
using Ael.Engine.Python;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Hosting;

/// <summary>Composes the engine in its three forms: server, MCP over stdio, and without front doors.</summary>
internal sealed class EngineHosts : ICommandHosts
{
    public async Task<int> ServeAsync(string? configPath)
    {
        var options = ConfigurationReader.ForProcess().Read(configPath);
        var python = PythonServices.Begin(options);
        await using var app = BuildServer(options, services => services.AddSingleton(_ => python));
        await app.RunToEndAsync(options.Server);
        return ExitCode.Completed;
    }

    public async Task<int> ServeStdioAsync(string? configPath)
    {
        var options = ConfigurationReader.ForProcess().Read(configPath);
        var builder = NewBuilder();
        builder.AddEngine(options, LogTarget.StandardError);
        builder.AddBackend(options);
        builder.Services.AddMcpStdioDoor();
        builder.Services.AddMetricsServer(options);
        using var host = builder.Build();
        await host.RunToEndAsync(options.Server);
        return ExitCode.Completed;
    }

    public IHost BuildHeadless(string? configPath)
    {
        var options = ConfigurationReader.ForProcess().Read(configPath);
        // One run has no need of a watcher. Its log is the list of steps that it prints; here speak only the parts around it.
        var components = new Dictionary<string, LogLevel>(options.Logging.Components) { [Components.WorkflowEngine] = LogLevel.None };
        options = options with
        {
            Workflows = options.Workflows with { Watch = false },
            Execution = Beside(options.Execution),
            Logging = options.Logging with { Level = options.Logging.Level > LogLevel.Warning ? options.Logging.Level : LogLevel.Warning, Components = components },
        };
        var builder = NewBuilder();
        builder.AddEngine(options, LogTarget.StandardError);
        return builder.Build();
    }

    public IHost BuildProbing(string? configPath)
    {
        var options = ConfigurationReader.ForProcess().Read(configPath);
        // What is logged is part of what is looked for, however quiet the configuration is.
        var components = new Dictionary<string, LogLevel>(options.Logging.Components) { [Components.WorkflowEngine] = LogLevel.Information };
        options = options with { Workflows = options.Workflows with { Watch = false }, Execution = Beside(options.Execution), Logging = options.Logging with { Components = components } };
        var builder = NewBuilder();
        builder.AddEngine(options, LogTarget.Nowhere);
        return builder.Build();
    }

    /// <summary>The whole server, not started yet. Public to tests, which start it on free ports and add tool sources of their own.</summary>
    internal static WebApplication BuildServer(EngineOptions options, Action<IServiceCollection>? configure = null)
    {
        var builder = NewWebBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(ListenUrl.Of(options.Server.Host, options.Server.Port));
        builder.AddEngine(options, LogTarget.StandardOutput);
        builder.AddBackend(options);
        builder.Services.AddApi();
        builder.Services.AddMcpDoor();
        builder.Services.AddConsole();
        builder.Services.AddMetricsServer(options);
        builder.Services.AddHostedService<Banner>();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAelSecurity();
        app.MapApi();
        app.MapMcpDoor();
        app.MapConsole();
        return app;
    }

    /// <summary>
    /// Without a watch for changes of its settings file, which is not ours: it would be over every folder below, and below the working directory every
    /// write to a store there would wake it.
    /// </summary>
    internal static WebApplicationBuilder NewWebBuilder() => WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        ApplicationName = "Ael.Engine",
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    });

    // A command runs in its own process, also beside a cluster: it records where the cluster does, and is no node of it.
    private static ExecutionOptions Beside(ExecutionOptions options) => options with { Backend = ExecutionBackend.Local };

    // Nothing of the generic host's own configuration sources: ael-config.yaml and AEL__ variables are the one place.
    private static HostApplicationBuilder NewBuilder() =>
        new(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "Ael.Engine", ContentRootPath = AppContext.BaseDirectory });
}
