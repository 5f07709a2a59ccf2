using OpenTelemetry.Exporter;

namespace Ael.ServiceDefaults.Export;

/// <summary>Where and how one signal is exported.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Endpoint">In full; with HTTP, the path included.</param>
/// <param name="Protocol">gRPC or HTTP/protobuf.</param>
/// <param name="Headers">Of every request.</param>
/// <param name="Timeout">Of one export.</param>
/// <param name="Delay">Between exports.</param>
/// <param name="MaxQueue">Items that may wait; of no meaning for metrics, which do not queue.</param>
/// <param name="MaxBatch">Items of one export; likewise.</param>
internal sealed record OtlpTarget(
    TelemetrySignal Signal, Uri Endpoint, OtlpExportProtocol Protocol, IReadOnlyDictionary<string, string> Headers, TimeSpan Timeout, TimeSpan Delay, int MaxQueue, int MaxBatch)
{
    /// <summary>The exporter's own options. They read the general variables themselves: compression and certificates come from there.</summary>
    public OtlpExporterOptions ToOptions()
    {
        var options = new OtlpExporterOptions { Protocol = Protocol, Endpoint = Endpoint, TimeoutMilliseconds = (int)Timeout.TotalMilliseconds, Headers = null };
        var client = options.HttpClientFactory;
        // As text they could hold no comma: the exporter decodes first and splits then.
        options.HttpClientFactory = () =>
        {
            var http = client();
            foreach (var (name, value) in Headers)
            {
                http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            }

            return http;
        };
        return options;
    }
}
