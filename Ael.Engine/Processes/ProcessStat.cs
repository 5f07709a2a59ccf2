using System.Globalization;

namespace Ael.Engine.Processes;

/// <summary>What Linux tells of a process.</summary>
/// <param name="Parent">Its parent's number.</param>
/// <param name="StartTime">In clock ticks since the machine started, as text: only ever compared.</param>
internal sealed record ProcessStat(int Parent, string StartTime)
{
    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The second field is a name in parentheses, in which anything may be.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStat(int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The numbers of all processes.</summary>
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0);
}
