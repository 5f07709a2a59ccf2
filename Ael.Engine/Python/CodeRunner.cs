using System.Text;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>Runs code steps in warm worker processes. Nothing is started before it is needed or <see cref="PrepareAsync"/> asks for it.</summary>
internal sealed class CodeRunner : ICodeRunner, IAsyncDisposable
{
    private const int ChecksRemembered = 1024;
    private const string NotLookedYet = "Python was not needed so far, and so not looked for.";

    // Beside the output a frame carries the log, which JSON may lengthen sixfold, and the names of a call.
    private const int FrameOverhead = 1024 * 1024;

    private readonly EngineOptions _options;
    private readonly PythonSetupSource _setup;
    private readonly ProcessLauncher _launcher = new();
    private readonly WorkerPool _pool;
    private readonly CheckCache _checks = new(ChecksRemembered);
    private bool _disposed;

    public CodeRunner(EngineOptions options, TimeProvider time)
        : this(options, time, "bwrap")
    {
    }

    /// <param name="options">Sections python and execution.</param>
    /// <param name="time">For bounds on start and end of workers.</param>
    /// <param name="bubblewrap">Program to isolate with; tests name one that does not exist.</param>
    internal CodeRunner(EngineOptions options, TimeProvider time, string bubblewrap)
    {
        _options = options;
        _setup = new PythonSetupSource(options, bubblewrap, time);
        var maxPayload = (int)Math.Min(
            int.MaxValue, (long)options.Execution.MaxStepOutput + (6L * options.Python.MaxLogBytes) + FrameOverhead);
        _pool = new WorkerPool(
            async token => await Worker.StartAsync(_launcher, await _setup.GetAsync(token), maxPayload, time, token), options.Python.Workers, time);
    }

    public PythonStatus Status => _setup.Current switch
    {
        { Setup: { } setup } => new PythonStatus(setup.Isolation, setup.Warning, _pool.Ready, _pool.Busy),
        { Failure: { } failure } => new PythonStatus("none", $"{failure.Message}. {failure.Suggestion}", 0, 0),
        _ => new PythonStatus("none", NotLookedYet, 0, 0),
    };

    /// <summary>Process ids of the workers, for tests.</summary>
    public IReadOnlyList<int> ProcessIds => _pool.ProcessIds;

    /// <summary>Finds Python and starts a first worker in the background.</summary>
    /// <returns>Completes when it is known whether code steps can run here.</returns>
    /// <exception cref="AelException">CODE_RUNTIME: no usable Python; CONFIG_INVALID: not the isolation that is required.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _setup.GetAsync(cancellationToken);
        _pool.Want(1);
    }

    /// <inheritdoc cref="WorkerPool.Fill"/>
    public void Fill() => _pool.Fill();

    public async Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        var known = _checks.FindEntry(request.Code);
        var worker = await AcquireAsync(cancellationToken);
        var run = new CodeRun(worker, request, _options.Python);
        try
        {
            var result = await run.RunAsync(known, compiled => _checks.Add(request.Code, [], compiled.Length > 0 ? compiled : null), cancellationToken);
            if (known is null)
            {
                _checks.Add(request.Code, []);
            }

            return result;
        }
        catch (OperationCanceledException e)
        {
            throw new CodeStoppedException(await worker.LastWordsAsync(), e);
        }
        finally
        {
            await GiveBackAsync(worker, run.Reported);
        }
    }

    public async Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken)
    {
        if (_checks.Find(code) is { } known)
        {
            return known;
        }

        var worker = await AcquireAsync(cancellationToken);
        var unharmed = false;
        try
        {
            await worker.Frames.WriteAsync(Frame.Check, Encoding.UTF8.GetBytes(code), cancellationToken);
            var frame = await worker.Frames.ReadAsync(cancellationToken);
            if (frame.Kind != Frame.Problems)
            {
                // Only an interpreter that fell over the text itself.
                return [new CodeProblem(ErrorCode.CodeSyntax, 1, 1, "Python could not read this code", null)];
            }

            var problems = JsonElement.Parse(frame.Payload).EnumerateArray().Select(ToProblem).ToArray();
            unharmed = true;
            _checks.Add(code, problems);
            return problems;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return [new CodeProblem(ErrorCode.CodeSyntax, 1, 1, "Python could not read this code", null)];
        }
        finally
        {
            if (unharmed)
            {
                // Nothing ran: its child is as fresh as before.
                _pool.ReturnUnused(worker);
            }
            else
            {
                await _pool.DiscardAsync(worker);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Known to the container under two types, and so disposed by it twice.
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _pool.DisposeAsync();
        _launcher.Dispose();
        _setup.Dispose();
    }

    private async Task<Worker> AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pool.AcquireAsync(cancellationToken);
        }
        catch (AelException e)
        {
            throw new CodeException(e.Error, "");
        }
        catch (ObjectDisposedException)
        {
            throw new OperationCanceledException("The engine is stopping.");
        }
    }

    private Task GiveBackAsync(Worker worker, bool reported)
    {
        if (!reported)
        {
            return _pool.DiscardAsync(worker);
        }

        _pool.Return(worker);
        return Task.CompletedTask;
    }

    private static CodeProblem ToProblem(JsonElement json) => new(
        ErrorCode.TryGet(json.GetProperty("code").GetString()!, out var code) ? code : ErrorCode.CodeSyntax,
        json.GetProperty("line").GetInt32(), json.GetProperty("column").GetInt32(),
        json.GetProperty("message").GetString()!, json.GetProperty("suggestion").GetString());
}
