using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Compose;

/// <summary>Compiled instead of ComposeExport.cs and ComposeFinish.cs where no feed has the package that those stand on.</summary>
internal static class ComposeExport
{
    public static bool AddComposeExport(this IDistributedApplicationBuilder builder, StackParameters parameters)
    {
        _ = (builder, parameters);
        return Exports.IsMissing("Aspire.Hosting.Docker", "AspireVersion", "deploy/compose");
    }
}
