using System.Net.Sockets;
using Ael.Engine.Configuration;

namespace Ael.Engine.Cli.Doctor;

/// <summary>The way out of the engine: is there a collector configured, and does something listen there?</summary>
internal static class CollectorCheck
{
    public const string Link = "collector";

    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);

    public static async Task<Finding> FindAsync(TelemetryOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            return Finding.Broken(Link, "telemetry.enabled is false: nothing is measured and nothing is sent.", "Set telemetry.enabled to true.");
        }

        if (options.Exporters.Otlp.Address is not { } address)
        {
            return Finding.Broken(
                Link, "telemetry.exporters.otlp.endpoint is not set: nothing is sent.", "Set it to the collector, as in http://localhost:4317 (OTEL_EXPORTER_OTLP_ENDPOINT does as well).");
        }

        try
        {
            using var client = new TcpClient();
            using var patience = new CancellationTokenSource(s_connect, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            await client.ConnectAsync(address.Host, address.Port, both.Token);
            return Finding.Works(Link, $"{address} listens ({(options.Exporters.Otlp.Protocol == OtlpProtocol.Grpc ? "grpc" : "http/protobuf")}).");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Finding.Broken(
                Link, $"{address} does not listen: {(e is SocketException ? e.Message : "no answer in time")}.",
                "Start the collector, or correct telemetry.exporters.otlp.endpoint.");
        }
    }
}
