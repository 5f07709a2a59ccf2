using System.Text.Json.Nodes;
using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>A copy of the engine's program without what only a cluster needs: neither Orleans nor <c>Ael.Cluster</c> is there to be loaded.</summary>
internal sealed class BareEngine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-bare-");

    public BareEngine()
    {
        var source = Path.GetDirectoryName(EngineProcess.Program)!;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !IsOfClusters(Path.GetFileName(f))))
        {
            var target = Path.Combine(_folder.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // .NET does not start a program whose list of assemblies names one that is missing.
        var list = Path.ChangeExtension(Program, ".deps.json");
        var dependencies = JsonNode.Parse(File.ReadAllText(list))!;
        foreach (var libraries in dependencies["targets"]!.AsObject().Select(t => t.Value!.AsObject()).Append(dependencies["libraries"]!.AsObject()))
        {
            foreach (var name in libraries.Select(l => l.Key).Where(k => IsOfClusters(k.Replace("Microsoft.", "", StringComparison.Ordinal))).ToList())
            {
                libraries.Remove(name);
            }
        }

        File.WriteAllText(list, dependencies.ToJsonString());
    }

    public string Program => Path.Combine(_folder.FullName, Path.GetFileName(EngineProcess.Program));

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsOfClusters(string name) => name.StartsWith("Orleans", StringComparison.Ordinal) || name.StartsWith("Ael.Cluster", StringComparison.Ordinal);
}
