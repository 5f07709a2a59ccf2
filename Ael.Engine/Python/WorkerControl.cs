using System.Text;
using System.Threading.Channels;

namespace Ael.Engine.Python;

/// <summary>
/// What the warm process itself says, line by line on its standard error: <c>ready NONCE</c> for each child made ready,
/// <c>exit CODE [LOG]</c> for each that ended. A run cannot write here. Anything else is an interpreter or sandbox that fails.
/// </summary>
internal sealed class WorkerControl
{
    private const int MaxComplaint = 4096;

    private readonly Channel<ControlLine> _lines = Channel.CreateUnbounded<ControlLine>(new() { SingleReader = true, SingleWriter = true });
    private readonly StringBuilder _complaint = new();

    /// <param name="stream">Standard error of the worker.</param>
    /// <param name="ended">Called for every child that ended, as it is heard of.</param>
    public WorkerControl(Stream stream, Action ended) => Ended = ListenAsync(stream, ended);

    /// <summary>Completes when nothing can write any more.</summary>
    public Task Ended { get; }

    /// <summary>What the interpreter or the sandbox complained of.</summary>
    public string Complaint
    {
        get
        {
            lock (_complaint)
            {
                return _complaint.ToString().Trim();
            }
        }
    }

    /// <summary>The next line; null when the worker is gone.</summary>
    public async ValueTask<ControlLine?> NextAsync(CancellationToken cancellationToken) =>
        await _lines.Reader.WaitToReadAsync(cancellationToken) && _lines.Reader.TryRead(out var line) ? line : null;

    private async Task ListenAsync(Stream stream, Action ended)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (await reader.ReadLineAsync() is { } text)
            {
                var words = text.Split(' ');
                if (words is ["ready", var nonce])
                {
                    _lines.Writer.TryWrite(new ControlLine(nonce, 0, ""));
                }
                else if (words is ["exit", var code, var log] && int.TryParse(code, out var number))
                {
                    ended();
                    _lines.Writer.TryWrite(new ControlLine(null, number, Encoding.UTF8.GetString(Convert.FromBase64String(log))));
                }
                else
                {
                    Keep(text);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or FormatException)
        {
            Keep(e.Message);
        }
        finally
        {
            _lines.Writer.TryComplete();
        }
    }

    private void Keep(string text)
    {
        lock (_complaint)
        {
            if (_complaint.Length < MaxComplaint)
            {
                _complaint.AppendLine(text.Length > MaxComplaint ? text[..MaxComplaint] : text);
            }
        }
    }
}

/// <param name="Nonce">For a child made ready: the number that its mark carries. Null for one that ended.</param>
/// <param name="ExitCode">Its exit code; minus the signal that ended it.</param>
/// <param name="Log">What it had printed, when it could not report that itself.</param>
internal sealed record ControlLine(string? Nonce, int ExitCode, string Log);
