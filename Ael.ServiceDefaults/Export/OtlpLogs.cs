using Microsoft.Extensions.Logging;

namespace Ael.ServiceDefaults.Export;

/// <summary>OpenTelemetry's log, for a service that makes the records itself (<see cref="TelemetryDefaults.LogsByHand"/>).</summary>
public sealed class OtlpLogs : IDisposable
{
    private readonly SafeLogs _provider;

    internal OtlpLogs(SafeLogs provider, bool exported) => (_provider, Exported) = (provider, exported);

    /// <summary>False: there is no target for logs, and records need not be made.</summary>
    public bool Exported { get; }

    /// <summary>Takes records of one category; a state that is a list of names and values becomes their attributes.</summary>
    public ILogger CreateLogger(string category) => _provider.CreateLogger(category);

    public void Dispose() => _provider.Dispose();
}
