using System.Threading.Channels;

namespace Ael.Engine.Workflows;

/// <summary>
/// Calls back after files of a folder changed and have been quiet for a moment. The system's notifications make it quick; a slow look at names,
/// sizes and times makes it certain (no notifications on some mounts, a folder that comes later or is replaced).
/// </summary>
internal sealed class DirectoryWatch : IAsyncDisposable
{
    /// <summary>Editors write in several steps; this is the pause that ends them.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private const int MostPauses = 5;
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(500);

    private readonly WorkflowFolder _folder;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private FileSystemWatcher? _watcher;
    private ITimer? _timer;
    private string _stamps = "";
    private bool _refused;
    private Task _loop = Task.CompletedTask;

    public DirectoryWatch(WorkflowFolder folder, TimeProvider time, Func<CancellationToken, Task> changed, ILogger logger)
    {
        (_folder, _time, _changed, _logger) = (folder, time, changed, logger);
    }

    public void Start()
    {
        _stamps = Stamps();
        Attach();
        _timer = _time.CreateTimer(_ => Look(), null, Pace, Pace);
        _loop = LoopAsync(_stop.Token);
        // What changed between the catalogue's first load and this moment.
        Signal();
    }

    public void Signal() => _signals.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _timer?.Dispose();
        lock (_lock)
        {
            _watcher?.Dispose();
            _watcher = null;
        }

        await _loop;
        _stop.Dispose();
    }

    private TimeSpan Pace => _watcher is null ? s_quick : s_slow;

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _signals.Reader.ReadAllAsync(cancellationToken))
            {
                for (var pause = 0; pause < MostPauses; pause++)
                {
                    await Task.Delay(Quiet, _time, cancellationToken);
                    if (!_signals.Reader.TryRead(out var _))
                    {
                        break;
                    }
                }

                await _changed(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Look()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var stamps = Stamps();
        if (stamps != _stamps)
        {
            _stamps = stamps;
            Signal();
        }

        Attach();
        _timer?.Change(Pace, Pace);
    }

    private void Attach()
    {
        lock (_lock)
        {
            var exists = Directory.Exists(_folder.Directory);
            if (!exists || _stop.IsCancellationRequested)
            {
                _watcher?.Dispose();
                _watcher = null;
                return;
            }

            if (_watcher is not null || _refused)
            {
                return;
            }

            try
            {
                _watcher = new FileSystemWatcher(_folder.Directory) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
                _watcher.Created += (_, _) => Signal();
                _watcher.Changed += (_, _) => Signal();
                _watcher.Renamed += (_, _) => Signal();
                _watcher.Deleted += (_, _) => Signal();
                _watcher.Error += (_, _) => Signal();
                _watcher.EnableRaisingEvents = true;
            }
            catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
            {
                // Out of inotify handles, most often. The slow look goes on.
                _refused = true;
                _watcher?.Dispose();
                _watcher = null;
                WorkflowLog.WatchRefused(_logger, _folder.Directory, e.Message);
            }
        }
    }

    private string Stamps()
    {
        try
        {
            return string.Join('\n', _folder.List().Select(f => $"{f.Name}|{f.Length}|{f.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file went away between listing and looking; the next look is near.
            return "";
        }
    }
}
