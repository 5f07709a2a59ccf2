namespace Ael.Engine.Storage;

/// <summary>Log lines that wait to be written.</summary>
internal sealed class LogBuffer
{
    // While they cannot be (a full disk, a server that is away), lines pile up; the newest are worth most.
    private const int MostLines = 20_000;

    private readonly Lock _lock = new();
    private List<LogLine> _lines = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count == 0;
            }
        }
    }

    /// <summary>Returns how many lines wait: with the first since the buffer was taken, somebody has to see to it that it is written.</summary>
    public int Add(LogLine line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            return _lines.Count;
        }
    }

    public List<LogLine> Take()
    {
        lock (_lock)
        {
            var taken = _lines;
            _lines = [];
            return taken;
        }
    }

    /// <summary>Puts lines back that could not be written, before those that came meanwhile.</summary>
    public void PutBack(List<LogLine> lines)
    {
        lock (_lock)
        {
            lines.AddRange(_lines);
            _lines = lines.Count > MostLines ? lines[^MostLines..] : lines;
        }
    }
}
