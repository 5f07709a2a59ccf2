using Ael.AppHost.Stack;

namespace Ael.AppHost.Kubernetes;

/// <summary>What lies beside Aspire's files in the chart: the configuration files, a ConfigMap for them, and a word on the values.</summary>
internal static class KubernetesChart
{
    private const string Head = """
        # Exported from Ael.AppHost; README.md beside it says how, and how to install it. Your own values go into a file of their own (helm --values).
        # Empty ones under `secrets` have to be set there.


        """;

    private static readonly string[] s_folders = ["templates", "config"];

    /// <summary>Whatever a former export had and this one has not, goes.</summary>
    public static void Clear(string folder)
    {
        foreach (var name in s_folders.Select(n => Path.Combine(folder, n)).Where(Directory.Exists))
        {
            Directory.Delete(name, recursive: true);
        }
    }

    public static void Write(IDistributedApplicationBuilder builder, string folder)
    {
        foreach (var resource in builder.Resources)
        {
            Write(new KubernetesFiles(builder, resource), resource, folder);
        }

        var values = Path.Combine(folder, "values.yaml");
        // Aspire knows no tag of an image that it does not build.
        var text = File.ReadAllText(values).Replace($"{Images.Engine.Name}:latest", Images.Engine.ToString(), StringComparison.Ordinal);
        File.WriteAllText(values, Head + text);
    }

    private static void Write(KubernetesFiles files, IResource resource, string folder)
    {
        if (!files.Any)
        {
            return;
        }

        foreach (var mount in files.Mounts)
        {
            mount.Copy(files.SourceOf(mount), Path.Combine(folder, files.PathOf(mount)));
        }

        // Two of one name would be one key.
        var twice = Directory.EnumerateFiles(Path.Combine(folder, "config", resource.Name), "*", SearchOption.AllDirectories).GroupBy(Path.GetFileName).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new DistributedApplicationException($"{resource.Name} has two configuration files called {twice.Key}, which a ConfigMap cannot tell apart.");
        }

        File.WriteAllText(
            Path.Combine(folder, "templates", resource.Name, "files.yaml"),
            $$$"""
            ---
            apiVersion: "v1"
            kind: "ConfigMap"
            metadata:
              name: "{{{files.Name}}}"
              labels:
                app.kubernetes.io/name: "{{ .Chart.Name }}"
                app.kubernetes.io/component: "{{{resource.Name}}}"
                app.kubernetes.io/instance: "{{ .Release.Name }}"
            data:
            {{ {{{files.Expression}}} | indent 2 }}

            """.ReplaceLineEndings("\n"));
    }
}
