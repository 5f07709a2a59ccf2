using Ael.AppHost.Stack;

namespace Ael.AppHost.Compose;

/// <summary>What lies beside the compose file: the configuration files, and <c>.env.example</c>.</summary>
internal static class ComposeBundle
{
    private const string Head = """
        # Exported from Ael.AppHost; README.md beside it says how, and how to start it. Settings go into .env, after .env.example.


        """;

    public static void Write(IDistributedApplicationBuilder builder, ComposeVariables variables, string folder)
    {
        // Whatever a former export had and this one has not, goes.
        var configuration = Path.Combine(folder, "config");
        if (Directory.Exists(configuration))
        {
            Directory.Delete(configuration, recursive: true);
        }

        foreach (var resource in builder.Resources)
        {
            foreach (var mount in resource.Annotations.OfType<ConfigMount>())
            {
                mount.Copy(ConfigMounts.RootOf(builder, mount.Source), Path.Combine(folder, mount.ExportPath(resource.Name)));
            }
        }

        var compose = Path.Combine(folder, "docker-compose.yaml");
        File.WriteAllText(compose, Head + File.ReadAllText(compose));
        File.WriteAllText(Path.Combine(folder, ".env.example"), variables.ToEnvExample());
    }
}
