using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ael.AppHost.Preflight;

/// <summary>A configuration file that cannot be read is better said here, with its line, than by a container that ends at once.</summary>
internal static class ConfigFiles
{
    /// <param name="path">A file, or a folder of them.</param>
    /// <returns>A sentence; null when nothing is wrong. What the keys mean is known to the component alone, which speaks for itself.</returns>
    public static string? Problem(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Problem).FirstOrDefault(p => p is not null);
        }

        if (!File.Exists(path))
        {
            return $"its configuration {path} is missing.";
        }

        return Path.GetExtension(path) is ".yaml" or ".yml" ? Syntax(path) : null;
    }

    private static string? Syntax(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            new YamlStream().Load(reader);
            return null;
        }
        catch (YamlException e)
        {
            return $"its configuration {path} is no YAML from line {e.Start.Line}, column {e.Start.Column}: {e.Message.TrimEnd('.')}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"its configuration {path} cannot be read ({e.Message.TrimEnd('.')}).";
        }
    }
}
