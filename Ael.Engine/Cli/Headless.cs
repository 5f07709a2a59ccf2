using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ael.Engine.Cli;

/// <summary>The engine without front doors for the length of one command.</summary>
internal static class Headless
{
    /// <param name="hosts">Builds the engine.</param>
    /// <param name="configPath">As given on the command line.</param>
    /// <param name="use">The command; its token is cancelled by Ctrl-C and SIGTERM, to which the host listens.</param>
    public static Task<int> RunAsync(ICommandHosts hosts, string? configPath, Func<IServiceProvider, CancellationToken, Task<int>> use) =>
        RunAsync(() => hosts.BuildHeadless(configPath), use);

    /// <summary>The same with another host.</summary>
    public static Task<int> RunAsync(Func<IHost> build, Func<IServiceProvider, CancellationToken, Task<int>> use) =>
        Guard.RunAsync(async () =>
        {
            using var host = build();
            try
            {
                await host.StartAsync();
                return await use(host.Services, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            }
            finally
            {
                await host.StopAsync();
            }
        });
}
