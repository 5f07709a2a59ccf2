using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Hosting;

/// <summary>A host's life from start to end.</summary>
internal static class HostRun
{
    /// <exception cref="AelException">CONFIG_INVALID: the server cannot listen where the configuration says.</exception>
    public static async Task RunToEndAsync(this IHost host, ServerOptions server)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception failure)
        {
            // The parts that did start have processes of their own to end.
            await StopAsync(host);
            if (ListenUrl.IsRefusal(failure))
            {
                throw new AelException(
                    ErrorCode.ConfigInvalid,
                    $"cannot listen on server.host {server.Host}, server.port {server.Port}: {failure.Message}",
                    suggestion: "Stop what listens there, or set server.port (AEL__SERVER__PORT) to another one; 0 takes any free one.",
                    inner: failure);
            }

            throw;
        }

        await host.WaitForShutdownAsync();
    }

    private static async Task StopAsync(IHost host)
    {
        try
        {
            await host.StopAsync();
        }
        catch (Exception)
        {
            // A part that never started need not be able to stop. Why the start failed is what is to be told.
        }
    }
}
