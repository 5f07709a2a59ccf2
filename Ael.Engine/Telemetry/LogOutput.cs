using System.Buffers;

namespace Ael.Engine.Telemetry;

/// <summary>Where lines go. Opened with the first of them.</summary>
internal sealed record LogDestination(Func<Stream> Open);

/// <summary>
/// Writes lines from a thread of its own, all that have gathered at a time: who logs neither shapes a line nor waits for who reads. When too many
/// wait, further ones are left out and counted, and a line says so.
/// </summary>
/// <param name="format">Of a line.</param>
/// <param name="destination">Where they go.</param>
/// <param name="time">For the line that says so.</param>
/// <param name="leftOut">Is told how many lines were lost now; on any thread.</param>
internal sealed class LogOutput(ILogFormat format, LogDestination destination, TimeProvider time, Action<long> leftOut) : IDisposable
{
    /// <summary>Bytes that may wait, about 50,000 lines.</summary>
    internal const int MostWaiting = 16 * 1024 * 1024;

    // What a record takes beside its texts.
    private const int RecordBytes = 256;

    // A buffer that one large batch has made grow is given up after it.
    private const int KeptBuffer = 1024 * 1024;

    // To wake the thread costs who logs more than the line does: it rests between batches, as briefly as nobody sees.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_flushTime = TimeSpan.FromSeconds(2);

    // Monitor rather than Lock: the writer waits on it.
    private readonly object _gate = new();
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private List<LogEvent> _waiting = [];
    private List<LogEvent> _writing = [];
    private ArrayBufferWriter<byte> _bytes = new(16 * 1024);
    private Thread? _thread;
    private long _waitingBytes;
    private long _leftOut;
    private long _leftOutTold;
    private bool _idle;
    private bool _ended;

    /// <summary>Lines that were never written.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    public void Write(LogEvent record)
    {
        if (!Take(record))
        {
            leftOut(1);
        }
    }

    /// <summary>Writes what waits, within a bound.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join(s_flushTime);
    }

    private bool Take(LogEvent record)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return true;
            }

            if (_waitingBytes >= MostWaiting)
            {
                Interlocked.Increment(ref _leftOut);
                return false;
            }

            _waiting.Add(record);
            _waitingBytes += RecordBytes + record.Message.Length + (record.Exception?.StackTrace.Length ?? 0);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "log" };
                _thread.Start();
            }
            else if (_idle)
            {
                _idle = false;
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    private void Run()
    {
        Stream? stream = null;
        while (TakeAll())
        {
            var lines = _writing.Count(Append);
            try
            {
                stream ??= destination.Open();
                stream.Write(_bytes.WrittenSpan);
                stream.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
            {
                // Nobody reads any more, or the disk behind it is full. There is no place to say so but the metric.
                leftOut(lines);
            }

            _writing.Clear();
            if (_bytes.Capacity > KeptBuffer)
            {
                _bytes = new ArrayBufferWriter<byte>(16 * 1024);
            }
            else
            {
                _bytes.ResetWrittenCount();
            }
        }
    }

    // A format that fails half-way must not leave half a line; what it cannot write has no other place to be said.
    private bool Append(LogEvent record)
    {
        try
        {
            _line.ResetWrittenCount();
            format.Write(record, _line);
            _bytes.Write(_line.WrittenSpan);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // False: that was all.
    private bool TakeAll()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                Monitor.Wait(_gate, s_rest);
            }

            while (_waiting.Count == 0)
            {
                if (_ended)
                {
                    return false;
                }

                _idle = true;
                Monitor.Wait(_gate);
            }

            var leftOut = _leftOut - _leftOutTold;
            if (leftOut > 0)
            {
                _leftOutTold = _leftOut;
                _waiting.Add(new LogEvent(time.GetUtcNow(), LogLevel.Warning, Components.Config, $"{leftOut} log lines left out: they came faster than they are read", null, default, null));
            }

            (_waiting, _writing) = (_writing, _waiting);
            _waitingBytes = 0;
            return true;
        }
    }
}
