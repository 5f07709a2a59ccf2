using Ael.AppHost.Preflight;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.AppHost.Stack;

/// <summary>The collector's way to Aspire's dashboard.</summary>
internal static class DashboardLink
{
    private const string Dashboard = "aspire-dashboard";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether containers reach this machine, where the dashboard is.</summary>
    public static bool IsPossible(IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsRunMode && PreflightReport.Of(builder).Runtime is { BuildsImages: true };

    /// <summary>Whether this run has one, which is known only after everything was built: tests have none.</summary>
    public static bool IsThere(DistributedApplicationExecutionContext context) => Services(context)?.GetService<DistributedApplicationModel>() is { } model
        && model.Resources.Any(r => r.Name == Dashboard);

    /// <summary>
    /// Gives what Aspire set the names that aspire-dashboard.yaml has. Under their own the collector's telemetry about itself would follow them, too.
    /// </summary>
    public static void Rename(EnvironmentCallbackContext context)
    {
        var variables = context.EnvironmentVariables;
        variables.TryGetValue(Endpoint, out var endpoint);
        foreach (var name in variables.Keys.Where(k => k.StartsWith("OTEL_", StringComparison.Ordinal)).ToList())
        {
            variables.Remove(name);
        }

        if (endpoint is null || !IsThere(context.ExecutionContext))
        {
            return;
        }

        variables["ASPIRE_DASHBOARD_ENDPOINT"] = endpoint;
        variables["ASPIRE_DASHBOARD_INSECURE"] = endpoint is EndpointReference { Scheme: "https" } ? "false" : "true";
        variables["ASPIRE_DASHBOARD_API_KEY"] = Services(context.ExecutionContext)?.GetService<IConfiguration>()?["AppHost:OtlpApiKey"] ?? "";
    }

    /// <summary>Null before the application was built, as in tests that only look at the model.</summary>
    private static IServiceProvider? Services(DistributedApplicationExecutionContext context)
    {
        try
        {
            return context.Services;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
