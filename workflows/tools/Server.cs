using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace Ael.SampleTools;

/// <summary>An MCP server over stdio with the tools that the sample workflows call.</summary>
internal static class Server
{
    /// <summary>Results and schemas in snake_case, as workflow files are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerOptions.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    public static Task<int> Main(string[] args)
    {
        var root = new Option<DirectoryInfo>("--root") { Description = "The folder that every tool is confined to.", Required = true };
        var writable = new Option<string[]>("--writable") { Description = "Folders below the root that file_write may write to. Default: data/out.", DefaultValueFactory = _ => ["data/out"] };
        var hosts = new Option<string[]>("--allow-host") { Description = "Hosts that http_fetch may reach, beside this machine itself." };
        var command = new RootCommand("MCP tools for files, text, HTTP and git, over stdio.") { root, writable, hosts };
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            new RootFolder(parsed.GetRequiredValue(root).FullName, parsed.GetValue(writable) ?? []),
            new AllowedHosts(parsed.GetValue(hosts) ?? []),
            cancellationToken));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> ServeAsync(RootFolder root, AllowedHosts hosts, CancellationToken cancellationToken)
    {
        // No configuration files of the folder it happens to be started in.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(root).AddSingleton(hosts).AddSingleton(TimeProvider.System);

        // Standard output is the protocol.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning)
            // Every client that leaves is a cancelled subscription to the SDK, and it warns of each.
            .AddFilter("ModelContextProtocol", LogLevel.Error);
        builder.Services.AddMcpServer(server => server.ServerInfo = new() { Name = "ael-sample-tools", Version = "1.0.0" })
            .WithStdioServerTransport()
            .WithRequestFilters(filters => filters.AddCallToolFilter(ToolErrors.Filter))
            .WithTools<FileTools>(Json)
            .WithTools<TextTools>(Json)
            .WithTools<HttpTools>(Json)
            .WithTools<GitTools>(Json);
        using var host = builder.Build();
        StopAtEndOfInput(host.Services);
        await host.RunAsync(cancellationToken);
        return 0;
    }

    // The SDK waits for open requests first. A client that was killed leaves its subscription open, and this process would stay for ever.
    private static void StopAtEndOfInput(IServiceProvider services) => services.GetRequiredService<ITransport>().MessageReader.Completion.ContinueWith(
        _ => services.GetRequiredService<IHostApplicationLifetime>().StopApplication(), TaskScheduler.Default);
}
