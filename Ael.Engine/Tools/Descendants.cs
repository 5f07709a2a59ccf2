using Ael.Engine.Processes;

namespace Ael.Engine.Tools;

/// <summary>
/// Finds what a server started and left behind. A process whose parent has died belongs to nobody's tree any more; a variable in its
/// environment still says where it comes from. Linux only; elsewhere the tree of the living process is all there is to kill.
/// </summary>
internal sealed class Descendants
{
    private const string Variable = "AEL_TOOL_SERVER";

    private readonly string _id;

    private Descendants(string id) => _id = id;

    public static Descendants Mark() => new(Guid.NewGuid().ToString("N"));

    public void AddTo(IDictionary<string, string?> environment) => environment[Variable] = _id;

    public void Kill()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var mark = $"{Variable}={_id}";
        foreach (var id in ProcessStat.All())
        {
            // Opened before it is looked at: between a look and a signal the number may pass to another.
            using var process = ProcessHandle.Open(id);
            if (process is not null && HasMark(id, mark))
            {
                process.Send(ProcessSignal.Kill);
            }
        }
    }

    private static bool HasMark(int id, string mark)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains(mark, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }
}
