using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

internal sealed class WorkflowCatalogue(
    IWorkflowValidator validator, WorkflowSetHolder holder, EngineOptions options, TimeProvider time, ILogger<WorkflowCatalogue> logger)
    : IWorkflowCatalogue, IHostedLifecycleService, IAsyncDisposable
{
    private readonly WorkflowFolder _folder = new(options.Workflows.Directory);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, WorkflowFile> _files = [];
    private DirectoryWatch? _watch;
    private int _reloads;

    public event Action? Changed;

    public IReadOnlyList<WorkflowEntry> Entries => holder.Current.Entries;

    public WorkflowDefinition? Find(string name, string? version = null) => holder.Current.Find(name, version);

    /// <summary>Loads everything, before any other service starts.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder.Directory))
        {
            WorkflowLog.NoDirectory(logger, _folder.Directory);
        }

        await ReloadAsync(cancellationToken);
        WorkflowLog.Loaded(logger, Entries.Count(e => e.Definition is not null), _folder.Directory);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Workflows.Watch && _watch is null)
        {
            _watch = new DirectoryWatch(_folder, time, WatchedAsync, logger);
            _watch.Start();
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _watch, null) is { } watch)
        {
            await watch.DisposeAsync();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _gate.Dispose();
    }

    /// <summary>Reads the directory again and takes over what changed.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        bool changed;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            changed = await ReadAllAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        Announce(changed);
    }

    public async Task<WorkflowEntry> PutAsync(string name, string yaml, CancellationToken cancellationToken)
    {
        var result = await validator.ValidateAsync(yaml, file: null, all: false, cancellationToken);
        List<Problem> problems = [.. result.Problems];
        if (result.Definition is { } definition)
        {
            problems.AddRange(Misplaced(name, definition));
        }

        if (result.Definition is null || problems.Exists(p => p.Severity == ProblemSeverity.Error))
        {
            throw new WorkflowException(name, problems);
        }

        WorkflowEntry entry;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Another engine over the same folder may have written it a moment ago.
            await ReadAllAsync(cancellationToken);
            var path = PathFor(result.Definition);
            await _folder.WriteAsync(path, yaml, cancellationToken);
            await ReadAllAsync(CancellationToken.None);
            entry = Entries.First(e => e.File == path);
        }
        finally
        {
            _gate.Release();
        }

        Announce(true);
        return entry;
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var files = Entries.Where(e => e.Name == name).Select(e => e.File).ToList();
            if (files.Count == 0)
            {
                return false;
            }

            files.ForEach(WorkflowFolder.Delete);
            await ReadAllAsync(CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }

        Announce(true);
        return true;
    }

    private async Task WatchedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReloadAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            WorkflowLog.ReloadFailed(logger, e, _folder.Directory);
        }
    }

    // The gate is held.
    private async Task<bool> ReadAllAsync(CancellationToken cancellationToken)
    {
        var infos = _folder.List();
        var reload = ++_reloads;
        List<WorkflowFile> touched = [];
        var gone = _files.Keys.Except(infos.Select(i => i.FullName)).ToList();
        foreach (var path in gone)
        {
            _files.Remove(path);
            WorkflowLog.Gone(logger, path);
        }

        foreach (var info in infos)
        {
            var (text, problem) = await WorkflowFolder.ReadAsync(info, cancellationToken);
            if (_files.TryGetValue(info.FullName, out var file) && text == file.Text && (text is not null || file.OwnProblems.SequenceEqual([problem!])))
            {
                continue;
            }

            var result = text is null ? new ValidationResult(null, [problem!]) : await validator.ValidateAsync(text, info.FullName, all: false, cancellationToken);
            file ??= _files[info.FullName] = new WorkflowFile(info.FullName);
            file.Read(text, result, reload);
            touched.Add(file);
        }

        if (touched.Count == 0 && gone.Count == 0)
        {
            return false;
        }

        holder.Current = WorkflowResolver.Resolve(_files.Values, time.GetUtcNow());
        touched.ForEach(Report);
        return true;
    }

    private void Report(WorkflowFile file)
    {
        var entry = file.ToEntry();
        foreach (var p in entry.Problems)
        {
            Action<ILogger, string, int, int, string, string, string> log = p.Severity == ProblemSeverity.Error ? WorkflowLog.Broken : WorkflowLog.Doubtful;
            log(logger, file.Path, p.Line, p.Column, p.Path, p.Message, p.Suggestion ?? p.Code.DefaultSuggestion);
        }

        if (entry.Valid)
        {
            WorkflowLog.Changed(logger, entry.Name, entry.Version!, file.Path);
        }
        else if (entry.Definition is not null)
        {
            WorkflowLog.Kept(logger, file.Path, entry.Name, entry.Version!);
        }
    }

    private void Announce(bool changed)
    {
        try
        {
            if (changed)
            {
                Changed?.Invoke();
            }
        }
        catch (Exception e)
        {
            WorkflowLog.ListenerFailed(logger, e);
        }
    }

    private IEnumerable<Problem> Misplaced(string name, WorkflowDefinition definition)
    {
        if (definition.Name != name)
        {
            var (line, column) = new WorkflowPlaces(definition.Source).Of("name");
            yield return new Problem(ErrorCode.WorkflowInvalid, "name", line, column, $"the file says '{definition.Name}', the request '{name}'", "use the same name in both");
        }

        if (SubWorkflowCheck.Circle(definition, holder.Current) is { } circle)
        {
            yield return new WorkflowPlaces(definition.Source).Sharpen(circle);
        }
    }

    // The file that holds this version, else the one that the bare name means, else a new one. Names have no path characters in them.
    private string PathFor(WorkflowDefinition definition)
    {
        var same = Entries.Where(e => e.Name == definition.Name).ToList();
        var held = same.Find(e => e.Version == definition.Version) ?? same.LastOrDefault();
        if (held is not null)
        {
            return held.File;
        }

        return Enumerable.Range(1, int.MaxValue).Select(n => Path.Combine(_folder.Directory, $"{definition.Name}{(n == 1 ? "" : $"-{n}")}.yaml")).First(p => !_files.ContainsKey(p));
    }
}
