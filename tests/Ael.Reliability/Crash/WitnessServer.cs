using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Reliability.Crash;

/// <summary>The tool <c>mark</c> as an MCP server over stdio.</summary>
internal static class WitnessServer
{
    public static async Task<int> RunAsync(string file)
    {
        var witness = new Witness(file);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddMcpServer().WithStdioServerTransport().WithTools(
        [
            McpServerTool.Create(
                ([Description("Whose step it is.")] string execution, string step, string item = "-") =>
                {
                    witness.Append(execution, step, item);
                    return step;
                },
                new McpServerToolCreateOptions { Name = "mark" }),
            McpServerTool.Create(
                async (int ms, CancellationToken cancellationToken) =>
                {
                    await Task.Delay(ms, cancellationToken);
                    return ms;
                },
                new McpServerToolCreateOptions { Name = "pause" }),
            McpServerTool.Create(() => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "it fails" }] }, new McpServerToolCreateOptions { Name = "fail" }),
        ]);
        using var host = builder.Build();
        _ = host.Services.GetRequiredService<ITransport>().MessageReader.Completion.ContinueWith(
            _ => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication(), TaskScheduler.Default);
        await host.RunAsync();
        return 0;
    }
}
