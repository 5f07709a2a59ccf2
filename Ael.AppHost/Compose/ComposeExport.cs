using Ael.AppHost.Parameters;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.AppHost.Compose;

/// <summary>
/// The homelab's bundle, made of the same declaration. Aspire writes services, images, variables and networks; what it leaves out (health, restarts, limits,
/// configuration files, defaults, loopback) is added in <see cref="ComposeFinish"/>.
/// </summary>
internal static class ComposeExport
{
    private const string Environment = "compose";

    /// <summary>True: this build has it.</summary>
    public static bool AddComposeExport(this IDistributedApplicationBuilder builder, StackParameters parameters)
    {
        var variables = new ComposeVariables(parameters.All);
        builder.AddDockerComposeEnvironment(Environment)
            // The engine's telemetry is in Grafana, where it is kept.
            .WithDashboard(false)
            .WithProperties(environment => environment.DefaultNetworkName = "ael")
            .ConfigureComposeFile(file => new ComposeFinish(builder.Resources, variables).Apply(file))
            // Aspire would write an .env of empty values; .env.example says what may stand there.
            .ConfigureEnvFile(captured => captured.Clear());

        builder.Pipeline.AddStep(
            "write-bundle",
            step =>
            {
                var folder = step.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
                ComposeBundle.Write(builder, variables, folder);
                return Task.CompletedTask;
            },
            dependsOn: $"publish-{Environment}",
            requiredBy: WellKnownPipelineSteps.Publish);
        return true;
    }
}
