using System.Collections;
using System.Net;
using System.Text;
using Ael.Engine.Configuration.Keys;
using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration;

/// <summary>Finds <c>ael-config.yaml</c> and reads it, with the environment laid over it.</summary>
internal sealed class ConfigurationReader(IReadOnlyDictionary<string, string> environment, string workingDirectory)
{
    public const string FileName = "ael-config.yaml";
    public const string PathVariable = "AEL_CONFIG_PATH";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A reader for this process's environment and working directory.</summary>
    public static ConfigurationReader ForProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        Environment.CurrentDirectory);

    /// <summary>The file named by <c>--config</c>, else by AEL_CONFIG_PATH, else the one in the working directory, else defaults.</summary>
    /// <exception cref="ConfigurationException">CONFIG_INVALID with every problem.</exception>
    public EngineOptions Read(string? path = null)
    {
        var variable = environment.GetValueOrDefault(PathVariable);
        var (named, by) = path is not null ? (path, "--config") : string.IsNullOrEmpty(variable) ? (null, "") : (variable, PathVariable);
        var file = Path.GetFullPath(named ?? FileName, workingDirectory);
        if (named is null && !File.Exists(file))
        {
            return Parse("", null);
        }

        string text;
        try
        {
            text = File.ReadAllText(file, s_strict);
        }
        catch (DecoderFallbackException)
        {
            throw new ConfigurationException(file, [new Problem(ErrorCode.ConfigInvalid, "$", 1, 1, "the file is not UTF-8 text", "save it as UTF-8")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var message = File.Exists(file) ? $"{file} cannot be read: {e.Message}" : $"there is no file {file}";
            throw new ConfigurationException(file, [new Problem(ErrorCode.ConfigInvalid, named is null ? FileName : by, 0, 0, message, "name an existing file, or none for defaults")]);
        }

        return Parse(text, file);
    }

    /// <param name="text">YAML.</param>
    /// <param name="file">Full path of the file it is from; null: no file, paths are relative to the working directory.</param>
    /// <exception cref="ConfigurationException">CONFIG_INVALID with every problem.</exception>
    public EngineOptions Parse(string text, string? file)
    {
        var problems = new ProblemList(ErrorCode.ConfigInvalid);
        var unset = new ProblemList(ErrorCode.ConfigInvalid);
        var root = YamlLoader.Load(text, problems) ?? new YamlMapping("$", 1, 1, []);
        root = new VariableSubstitution(environment.GetValueOrDefault, unset).Apply(root);
        root = new EnvironmentOverrides(problems).Apply(root, environment);

        var options = new EngineOptions();
        if (MapReader.Open(root, "configuration", problems, "start with a section, as in `server:`") is { } map)
        {
            options = KeyReader.Read(map, options, EngineKeys.All);
            CheckExposure(options, map.Map, problems);
            CheckBackend(options, map.Map, problems);
        }

        if (problems.HasErrors || unset.HasErrors)
        {
            // A value that a variable did not give is wrong in other ways too, which nobody needs to hear.
            var places = unset.ToList().Select(p => (p.Line, p.Column)).ToHashSet();
            unset.AddRange(problems.ToList().Where(p => !places.Contains((p.Line, p.Column))));
            throw new ConfigurationException(file, unset.ToList());
        }

        return ConfigurationPaths.Resolve(options, file, workingDirectory);
    }

    // An engine that runs programs must not be reachable from elsewhere by accident.
    private static void CheckExposure(EngineOptions options, YamlMapping root, ProblemList problems)
    {
        var host = options.Server.Host;
        var loopback = host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        if (!loopback && options.Security.ApiKeys.Count == 0 && !options.Security.AllowAnonymous && !problems.HasErrors)
        {
            problems.Add(
                NodeOf(root, "server", "host"),
                $"{host} can be reached from other machines, and there is no API key",
                "add `security.api_keys`, listen on 127.0.0.1, or set `security.allow_anonymous: true`");
        }
    }

    private static void CheckBackend(EngineOptions options, YamlMapping root, ProblemList problems)
    {
        if (options.Execution.Backend == ExecutionBackend.Cluster && options.Storage.Postgres is null && !problems.HasErrors)
        {
            problems.Add(
                NodeOf(root, "execution", "backend"), "`execution.backend: cluster` needs a store that all engines share, and `storage.postgres` is not set",
                "set `storage.postgres` to the connection string of a PostgreSQL database, or leave the backend at local");
        }
    }

    private static YamlNode NodeOf(YamlMapping root, string section, string key) => (root.Find(section)?.Value as YamlMapping)?.Find(key)?.Value ?? root;
}
