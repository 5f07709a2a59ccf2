namespace Ael.Stack.Tests.Servers;

/// <summary>
/// The servers of the topology as programs: in the folder that AEL_STACK_BIN names, else on PATH. What Debian packages is required where
/// <see cref="Programs"/> requires programs at all; the others skip their tests wherever they are missing.
/// </summary>
internal static class StackPrograms
{
    public const string Folder = "AEL_STACK_BIN";

    public static string Prometheus => OfDebian("prometheus");

    public static string Promtool => OfDebian("promtool");

    /// <summary>Debian's package calls it by a longer name.</summary>
    public static string Alertmanager => OfDebian("alertmanager", "prometheus-alertmanager");

    public static string Amtool => OfDebian("amtool");

    public static string Collector => Optional("otelcol-contrib");

    public static string Loki => Optional("loki");

    public static string Tempo => Optional("tempo");

    private static string OfDebian(params string[] names)
    {
        if (Find(names) is { } path)
        {
            return path;
        }

        Programs.Missing($"the program '{names[^1]}' is neither in {Folder} nor on PATH");
        return "";
    }

    private static string Optional(string name)
    {
        if (Find(name) is { } path)
        {
            return path;
        }

        Assert.Skip($"the program '{name}' is neither in {Folder} nor on PATH");
        return "";
    }

    private static string? Find(params string[] names)
    {
        var folder = Environment.GetEnvironmentVariable(Folder);
        var given = string.IsNullOrEmpty(folder) ? null : names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return given ?? names.Select(Programs.Find).FirstOrDefault(path => path is not null);
    }
}
