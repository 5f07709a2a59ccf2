namespace Ael.Engine.Tools;

/// <summary>The last lines of a server's standard error.</summary>
internal sealed class StderrLines
{
    private const int MaxLines = 50;
    private const int MaxLength = 2000;

    private readonly Queue<string> _lines = new();

    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Gives the line as it was kept: long ones are cut.</summary>
    public string Add(string line)
    {
        line = line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, MaxLength), "... (cut)");
        lock (_lines)
        {
            if (_lines.Count == MaxLines)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }

        return line;
    }
}
