using Ael.AppHost.Compose;

namespace Ael.AppHost.Export;

/// <summary>What a service has in an export beyond what Aspire writes.</summary>
/// <param name="Memory">Limit, as Docker writes it.</param>
/// <param name="Cpus">Limit, in processors.</param>
/// <param name="Health">Program and arguments, run inside the container, that succeed when it works. None: the image has nothing to ask with.</param>
internal sealed record ExportShape(string Memory, string Cpus, params string[] Health) : IResourceAnnotation
{
    /// <summary>Variable of the address on which its ports are published; null: always loopback, since it asks nobody for a password.</summary>
    public string? Bind { get; init; }

    /// <summary>How long a stop may take; null: Docker's 10 s, or Kubernetes' 30 s.</summary>
    public string? StopGrace { get; init; }

    /// <summary>Where a volume of its own is mounted, for what is no container in local runs.</summary>
    public string? Volume { get; init; }

    /// <summary>It is started only where this profile is wanted; null: always.</summary>
    public string? Profile { get; init; }

    /// <summary>So many of it; null: one.</summary>
    public int? Replicas { get; init; }

    /// <summary>User that it runs as; null: the image's.</summary>
    public string? User { get; init; }

    /// <summary>The number of that user, which Kubernetes asks for; null: the image's.</summary>
    public int? UserId { get; init; }

    /// <summary>How large its volume is where that has to be said.</summary>
    public string Disk { get; init; } = "1Gi";

    /// <summary>What a variable of <c>.env</c> says to it: its own variable's name, and that one.</summary>
    public IReadOnlyList<(string Name, ComposeVariable From)> Variables { get; init; } = [];

    /// <summary>Security options beside those that every service has.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];
}

internal static class ExportShapes
{
    public static IResourceBuilder<T> InExport<T>(this IResourceBuilder<T> builder, ExportShape shape) where T : IResource => builder.WithAnnotation(shape);
}
