using System.Reflection;
using Ael.Engine;

// Compiled instead of AppHost.cs where no feed has Aspire's packages: the engine in this process, and nothing beside it.
var about = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value ?? "");
var aspire = $"Aspire {about["AspireVersion"]}";

// Aspire's own options (publish, manifest), and that for more than one engine, mean the topology, which is not in this build.
if (args.FirstOrDefault(a => a is "--operation" or "--publisher" or "--step" or "--cluster") is { } option)
{
    Console.Error.WriteLine($"{option} needs {aspire}, and this build found none of its packages on the configured NuGet feeds.");
    Console.Error.WriteLine("Add a feed that has them (dotnet nuget add source <url>), then build again.");
    return 2;
}

// Standard error: standard output is the engine's log.
var runtime = HasProgram("docker") || HasProgram("podman") ? "" : " nor a container runtime (docker or podman on PATH)";
Console.Error.WriteLine($"Engine only: without Prometheus, Loki, Tempo and Grafana, since here are no {aspire} packages on the NuGet feeds{runtime}.");
Console.Error.WriteLine(
    $"To get them: dotnet nuget add source <a feed with Aspire.AppHost.Sdk>{(runtime.Length > 0 ? ", install Docker or Podman" : "")}, and run this again.");

const string Variable = "AEL_CONFIG_PATH";
var shipped = Path.Combine(about["RepositoryRoot"], "ael-config.yaml");
if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) && !File.Exists("ael-config.yaml") && File.Exists(shipped))
{
    Environment.SetEnvironmentVariable(Variable, shipped);
}

return await EngineHost.RunAsync(["serve", .. args]);

static bool HasProgram(string name) =>
    (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
