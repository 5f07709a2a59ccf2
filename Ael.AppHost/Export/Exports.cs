using System.Reflection;
using Ael.AppHost.Compose;
using Ael.AppHost.Kubernetes;
using Ael.AppHost.Parameters;
using Ael.AppHost.Preflight;

namespace Ael.AppHost.Export;

/// <summary>What a publish gives: the bundle for Docker Compose or, with <c>--export kubernetes</c>, the Helm chart.</summary>
internal static class Exports
{
    /// <summary>After everything that is exported. False: an export is wanted, and the console says why there is none.</summary>
    public static bool AddExport(this IDistributedApplicationBuilder builder, StackParameters parameters)
    {
        // A manifest is Aspire's own, and needs no further package.
        if (!builder.ExecutionContext.IsPublishMode || builder.Configuration["Publishing:Publisher"] == "manifest")
        {
            return true;
        }

        return RunOptions.ForKubernetes(builder) ? builder.AddKubernetesExport() : builder.AddComposeExport(parameters);
    }

    /// <summary>Always false: this build lacks the package that the export stands on.</summary>
    public static bool IsMissing(string package, string version, string lastExport)
    {
        var about = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == version);
        Console.Error.WriteLine($"The export needs the package {package} {about.Value}, and this build found it on none of the configured NuGet feeds.");
        Console.Error.WriteLine($"Add a feed that has it (dotnet nuget add source <url>), then build again. The last export is in {lastExport}, ready to be used.");
        return false;
    }
}
