using System.Diagnostics.Metrics;
using Ael.Engine.Python;
using Ael.Engine.Telemetry;
using Ael.Engine.Tools;
using Microsoft.Extensions.Hosting;

namespace Ael.Engine.Execution;

/// <summary>The gauges of what the engine stands on: MCP servers and Python. Read only when somebody asks for them.</summary>
internal sealed class EngineGauges(AelTelemetry telemetry, IToolClient tools, ICodeRunner code) : IHostedService
{
    // Said of code steps that run without isolation, and while nobody has looked for Python yet; workers tell the two apart.
    private const string Unknown = "none";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Observe(MetricCatalogue.ServerUp, () => tools.Servers
            .Where(s => s.State != ServerState.Disabled)
            .Select(s => Of(s.State == ServerState.Up ? 1 : 0, "server", s.Name)));
        telemetry.Observe(MetricCatalogue.PythonWorkers, () =>
        {
            var status = code.Status;
            return [Of(status.Ready, "state", "ready"), Of(status.Busy, "state", "busy")];
        });
        telemetry.Observe(MetricCatalogue.PythonIsolation, () => code.Status is { Isolation: not Unknown } or { Ready: > 0 } or { Busy: > 0 }
            ? [Of(1, "level", code.Status.Isolation)] : []);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Measurement<long> Of(long value, string label, string of) => new(value, new KeyValuePair<string, object?>(label, of));
}
