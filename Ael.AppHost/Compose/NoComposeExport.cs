using System.Reflection;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Compose;

/// <summary>Compiled instead of ComposeExport.cs and ComposeFinish.cs where no feed has the package that those stand on.</summary>
internal static class ComposeExport
{
    /// <summary>False: an export is wanted, and the console says why there is none.</summary>
    public static bool AddComposeExport(this IDistributedApplicationBuilder builder, StackParameters parameters)
    {
        _ = parameters;

        // A manifest is Aspire's own, and needs no further package.
        if (!builder.ExecutionContext.IsPublishMode || builder.Configuration["Publishing:Publisher"] == "manifest")
        {
            return true;
        }

        var about = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "AspireVersion");
        Console.Error.WriteLine($"The export needs the package Aspire.Hosting.Docker {about.Value}, and this build found it on none of the configured NuGet feeds.");
        Console.Error.WriteLine("Add a feed that has it (dotnet nuget add source <url>), then build again. The last export is in deploy/compose, ready to be used.");
        return false;
    }
}
