namespace Ael.Engine.Configuration;

/// <summary>Makes paths absolute: relative ones are taken from the configuration file's folder, wherever the engine was started.</summary>
internal static class ConfigurationPaths
{
    public static EngineOptions Resolve(EngineOptions options, string? file, string workingDirectory)
    {
        var folder = file is null ? workingDirectory : Path.GetDirectoryName(file)!;

        string Full(string path) => Path.GetFullPath(path, folder);

        // A bare name is looked up on PATH.
        string Program(string name) => name.Contains('/', StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Full(name) : name;

        return options with
        {
            File = file,
            Workflows = options.Workflows with { Directory = Full(options.Workflows.Directory) },
            Storage = options.Storage with { Path = options.Storage.Path.StartsWith(':') ? options.Storage.Path : Full(options.Storage.Path) },
            Python = options.Python with { Executable = Program(options.Python.Executable) },
            Tools = options.Tools with
            {
                McpServers = options.Tools.McpServers.ToDictionary(
                    s => s.Key,
                    s => s.Value.Command is { } command ? s.Value with { Command = Program(command), Cwd = Full(s.Value.Cwd ?? ".") } : s.Value,
                    StringComparer.Ordinal),
            },
        };
    }
}
