using System.Text;

namespace Ael.Reliability.Crash;

/// <summary>
/// What truly happened: a file that the tool <c>mark</c> appends one line to each time it runs, <c>execution step item</c>. It is outside the engine and
/// its store. One process writes to it at a time.
/// </summary>
internal sealed class Witness(string file)
{
    private readonly Lock _lock = new();

    public void Append(string execution, string step, string item)
    {
        // Appending means seeking to the end first, so two at once would write to the same place.
        using var one = _lock.EnterScope();
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(Encoding.ASCII.GetBytes($"{execution} {step} {item}\n"));
    }

    public static IReadOnlyList<Mark> Read(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).Select(p => new Mark(p[0], p[1], p[2]))];
    }
}

internal readonly record struct Mark(string Execution, string Step, string Item);
