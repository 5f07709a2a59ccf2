namespace Ael.TestSupport;

/// <summary>Lines of a process as they come, and a way to wait for one.</summary>
internal sealed class ProcessLines
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = NewSignal();
    private bool _ended;

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <param name="line">Null: there will be no more.</param>
    public void Add(string? line)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (line is null)
            {
                _ended = true;
            }
            else
            {
                _lines.Add(line);
            }

            (signal, _more) = (_more, NewSignal());
        }

        signal.SetResult();
    }

    /// <summary>The first line that contains the text, now or later; null when the end came without one.</summary>
    public async Task<string?> FindAsync(string text, CancellationToken cancellationToken)
    {
        for (var read = 0; ;)
        {
            Task more;
            lock (_gate)
            {
                for (; read < _lines.Count; read++)
                {
                    if (_lines[read].Contains(text, StringComparison.Ordinal))
                    {
                        return _lines[read];
                    }
                }

                if (_ended)
                {
                    return null;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
