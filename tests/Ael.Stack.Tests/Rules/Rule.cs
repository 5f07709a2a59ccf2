using Ael.Stack.Tests.Configuration;
using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Rules;

/// <summary>A recording or alerting rule of <c>otel/prometheus/rules</c>.</summary>
internal sealed class Rule(string file, YamlNode node)
{
    public string File => file;

    public string? Alert => Text("alert");

    public string? Record => Text("record");

    public string Name => (Alert ?? Record)!;

    public string Expression => Text("expr")!;

    public IReadOnlyDictionary<string, string> Labels => Map("labels");

    public IReadOnlyDictionary<string, string> Annotations => Map("annotations");

    public static IReadOnlyList<Rule> All() =>
    [
        .. from path in Directory.EnumerateFiles(Folder("rules"), "*.yml").Order(StringComparer.Ordinal)
           from found in YamlFile.Read("otel", "prometheus", "rules", Path.GetFileName(path)).At("groups").Items()
           from rule in found.At("rules").Items()
           select new Rule(Path.GetFileName(path), rule),
    ];

    public static IReadOnlyList<Rule> Alerts() => [.. All().Where(r => r.Alert is not null)];

    public static string Folder(string name) => Repository.PathOf("otel", "prometheus", name);

    private string? Text(string name) => node.Has(name) ? node[name].Text() : null;

    private Dictionary<string, string> Map(string name) =>
        node.Has(name) ? node[name].Keys().ToDictionary(key => key, key => node[name][key].Text()) : [];
}
