namespace Ael.Stack.Tests.Doctor;

/// <summary>The command <c>doctor</c> of the built engine, with everything it must know in its environment.</summary>
internal static class DoctorRun
{
    /// <summary>A configuration without MCP servers, and little patience.</summary>
    public static Dictionary<string, string> Environment(Uri servers, Uri collector, string folder) => new()
    {
        ["AEL__STORAGE__PATH"] = Path.Combine(folder, "ael.db"),
        ["AEL__WORKFLOWS__DIRECTORY"] = folder,
        ["AEL__TELEMETRY__EXPORTERS__OTLP__ENDPOINT"] = collector.AbsoluteUri,
        ["AEL__TELEMETRY__EXPORTERS__OTLP__TIMEOUT"] = "1s",
        ["AEL__DOCTOR__PROMETHEUS"] = servers.AbsoluteUri,
        ["AEL__DOCTOR__LOKI"] = servers.AbsoluteUri,
        ["AEL__DOCTOR__TEMPO"] = servers.AbsoluteUri,
        ["AEL__DOCTOR__GRAFANA"] = servers.AbsoluteUri,
        ["AEL__DOCTOR__PATIENCE"] = "1ms",
    };

    /// <summary>Runs it in a folder without a configuration file.</summary>
    public static async Task<(int Code, string Said, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellationToken)
    {
        await using var doctor = EngineProcess.Start(["doctor"], environment, folder: folder);
        doctor.Input.Close();
        var code = await doctor.ExitAsync(EngineProcess.Patience, cancellationToken);
        return (code, doctor.Stdout, doctor.Stderr);
    }
}
