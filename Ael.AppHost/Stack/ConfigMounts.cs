using Ael.AppHost.Preflight;

namespace Ael.AppHost.Stack;

/// <summary>A file or folder of the repository that a container reads.</summary>
/// <param name="Source">Relative to the repository's root.</param>
/// <param name="Target">Full path in the container; of the same name when it is a file.</param>
/// <param name="Edit">What the container's copy of a file has otherwise; null: nothing.</param>
internal sealed record ConfigMount(string Source, string Target, Func<string, string>? Edit = null) : IResourceAnnotation
{
    /// <summary>False: it only lies beside the compose file, for the runtime to read.</summary>
    public bool IsMounted { get; init; } = true;

    /// <summary>Of this resource, whose copy the export's is; null: its own.</summary>
    public string? Of { get; init; }

    /// <summary>Where the export has it, relative to the compose file.</summary>
    public string ExportPath(string resource) => $"./config/{Of ?? resource}/{Path.GetFileName(Target)}";

    /// <summary>Copies the file or folder, as the container is to have it.</summary>
    /// <param name="source">Full path of <see cref="Source"/>, or of something within.</param>
    /// <param name="target">Full path.</param>
    public void Copy(string source, string target)
    {
        if (!Directory.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var text = File.ReadAllText(source);
            File.WriteAllText(target, Edit is null ? text : Edit(text));
            return;
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }
    }
}

internal static class ConfigMounts
{
    /// <summary>
    /// Runs get a copy, which root owns and everybody may read, whatever modes the checkout has: these images run as users that own nothing here.
    /// The export copies the file beside the compose file and mounts it from there (<c>Compose/</c>).
    /// </summary>
    public static IResourceBuilder<T> WithConfig<T>(this IResourceBuilder<T> builder, string source, string target, Func<string, string>? edit = null)
        where T : ContainerResource
    {
        builder.WithAnnotation(new ConfigMount(source, target, edit));
        var path = RootOf(builder.ApplicationBuilder, source);
        if (ConfigFiles.Problem(path) is { } problem)
        {
            if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
            {
                throw new DistributedApplicationException($"{builder.Resource.Name} cannot be exported: {problem}");
            }

            // In the model by now, since the file is known only here.
            PreflightReport.Of(builder.ApplicationBuilder).Refuse(builder.Resource.Name, problem, $"Correct it, or get it back with: git checkout {source}.");
            builder.ApplicationBuilder.Resources.Remove(builder.Resource);
            return builder;
        }

        if (!builder.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            return builder;
        }

        if (Directory.Exists(path))
        {
            return builder.WithContainerFiles(target, path);
        }

        var folder = Path.GetDirectoryName(target)!;
        return edit is null
            ? builder.WithContainerFiles(folder, path)
            : builder.WithContainerFiles(folder, [new ContainerFile { Name = Path.GetFileName(target), Contents = edit(File.ReadAllText(path)) }]);
    }

    /// <summary>Full path of something in the repository.</summary>
    public static string RootOf(IDistributedApplicationBuilder builder, string source) => Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", source));
}
