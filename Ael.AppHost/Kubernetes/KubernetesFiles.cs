using Ael.AppHost.Stack;

namespace Ael.AppHost.Kubernetes;

/// <summary>
/// A resource's configuration files: in the chart as files under <c>config/</c>, in the cluster as one ConfigMap with a key for each. Helm would take the braces in
/// dashboards and rules for its own, so templates read those files and do not hold them.
/// </summary>
internal sealed class KubernetesFiles(IDistributedApplicationBuilder builder, IResource resource)
{
    private readonly IReadOnlyList<ConfigMount> _mounts = [.. resource.Annotations.OfType<ConfigMount>().Where(m => m.IsMounted)];

    public bool Any => _mounts.Count > 0;

    public IReadOnlyList<ConfigMount> Mounts => _mounts;

    /// <summary>Of the ConfigMap.</summary>
    public string Name => $"{resource.Name}-files";

    /// <summary>All of them, as Helm's templates ask for them.</summary>
    public string Expression => $"(.Files.Glob `config/{resource.Name}/**`).AsConfig";

    /// <summary>Full path of what is mounted, in the repository.</summary>
    public string SourceOf(ConfigMount mount) => ConfigMounts.RootOf(builder, mount.Source);

    /// <summary>Where the chart has what is mounted.</summary>
    public string PathOf(ConfigMount mount) => $"config/{resource.Name}/{Path.GetFileName(mount.Target)}";

    /// <summary>The files of a mounted folder, relative to it; Helm makes keys of their names alone.</summary>
    public static IEnumerable<string> Within(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
