namespace Ael.Engine.Processes;

/// <summary>Where a program is that is named as on a command line.</summary>
internal static class ProgramPath
{
    /// <summary>
    /// Full path of a program on PATH, or null. Not left to <see cref="System.Diagnostics.Process"/>, which looks into the working directory first.
    /// </summary>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal))
        {
            return File.Exists(name) ? Path.GetFullPath(name) : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ""] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(e => Path.Combine(folder, name + e)))
            .FirstOrDefault(File.Exists);
    }
}
