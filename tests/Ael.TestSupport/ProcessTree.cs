using System.Globalization;

namespace Ael.TestSupport;

/// <summary>Reads /proc.</summary>
internal static class ProcessTree
{
    /// <summary>The processes given and everything below them.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<int> roots)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => Parse(Path.GetFileName(folder))).Where(id => id > 0)
            .Select(id => (Id: id, Parent: Stat(id) is { } stat ? Parse(stat[1]) : 0)).ToList();
        var found = new List<int>(roots);
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(p => p.Parent == found[i]).Select(p => p.Id));
        }

        return found;
    }

    /// <summary>Those that still exist; one that is dead and merely not yet collected by its parent does not.</summary>
    public static IReadOnlyList<int> Alive(IEnumerable<int> ids) => [.. ids.Where(id => Stat(id) is { } stat && stat[0] is not ("Z" or "X"))];

    // After the name in parentheses: state, parent.
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Parse(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
