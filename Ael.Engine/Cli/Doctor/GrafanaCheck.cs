namespace Ael.Engine.Cli.Doctor;

/// <summary>The screen. Its data sources are behind its password, so only its own health is asked for.</summary>
internal static class GrafanaCheck
{
    private const string Server = "grafana";

    public static async Task<IReadOnlyList<Finding>> FindAsync(StackApi api, CancellationToken cancellationToken)
    {
        var answer = await api.UntilAsync(
            "api/health", json => json.GetProperty("database").GetString() == "ok", $"{api.Address} is there, and its database is not", cancellationToken);
        return
        [
            answer.Trouble is { } trouble
                ? Finding.Broken(Server, $"{trouble}.", "Start Grafana, or correct doctor.grafana.")
                : Finding.Works(Server, $"{api.Address} is healthy."),
        ];
    }
}
