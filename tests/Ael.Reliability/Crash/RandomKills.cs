using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;
using Ael.Reliability.Support;
using Ael.TestSupport;

namespace Ael.Reliability.Crash;

/// <summary>
/// A serving engine under load, killed at random moments, one time in four in the middle of a shutdown, and started again each time. Callers keep 16
/// executions under way; what an engine acknowledged has to come to its end in a later one.
/// </summary>
internal sealed class RandomKills(ServedFolder folder, int kills, int seed)
{
    private const int Callers = 16;

    private readonly Random _random = new(seed);
    private readonly CrashReport _report = new();
    private readonly Lock _lock = new();
    private volatile bool _stopping;
    private int _underWay;

    public async Task<CrashReport> RunAsync(CancellationToken cancellationToken)
    {
        CrashWorkflows.Write(folder.Workflows);
        for (var kill = 1; kill <= kills; kill++)
        {
            var before = Witness.Read(folder.Witness).Count;
            (_stopping, _underWay) = (false, 0);
            await using (var engine = await folder.ServeAsync(cancellationToken))
            {
                using var dead = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(engine, dead.Token)).ToArray();
                // Some while it is still busy taking over what the one before it left.
                if (_random.Next(8) != 0)
                {
                    await Eventually.TrueAsync(
                        () => Task.FromResult(Volatile.Read(ref _underWay) >= Callers), () => $"the engine takes nothing\n{engine.Process.Output}", cancellationToken);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 1500)), cancellationToken);
                if (_random.Next(4) == 0)
                {
                    _stopping = true;
                    _report.Stops++;
                    engine.Process.Send(Signal.Terminate);
                    await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 300)), cancellationToken);
                }

                await engine.Process.KillAsync(cancellationToken);
                await dead.CancelAsync();
                await Task.WhenAll(callers);
            }

            _report.Kills++;
            await LookAsync(before, cancellationToken);
        }

        var last = Witness.Read(folder.Witness).Count;
        await using (var engine = await folder.ServeAsync(cancellationToken))
        {
            await Eventually.TrueAsync(
                async () => await NoneAsync(engine, "running", cancellationToken) && await NoneAsync(engine, "pending", cancellationToken),
                () => $"executions do not come to their end\n{engine.Process.Output}", cancellationToken);
            engine.Process.Send(Signal.Terminate);
            await engine.Process.ExitAsync(EngineProcess.Patience, cancellationToken);
        }

        await LookAsync(last, cancellationToken);
        await using var store = new SqliteExecutionStore(new StorageOptions { Path = folder.Store }, TimeProvider.System);
        _report.Problems.AddRange(await store.VerifyAsync(cancellationToken));
        await _report.EndAsync(store, ExecutionStatus.Completed, cancellationToken);
        _report.CountRunAgain(Witness.Read(folder.Witness));
        return _report;
    }

    private static async Task<bool> NoneAsync(ServingEngine engine, string status, CancellationToken cancellationToken) =>
        (await engine.GetAsync($"/api/v1/executions?status={status}&limit=1", cancellationToken)).GetProperty("items").GetArrayLength() == 0;

    private async Task LookAsync(int before, CancellationToken cancellationToken)
    {
        _report.CheckMarks(Witness.Read(folder.Witness).Skip(before));
        await _report.RecordAsync(folder.Store, cancellationToken);
    }

    // A caller that starts the next one as soon as its last has ended.
    private async Task CallAsync(ServingEngine engine, CancellationToken dead)
    {
        try
        {
            while (true)
            {
                var id = await engine.BeginAsync(CrashWorkflows.Name, new { }, dead);
                lock (_lock)
                {
                    _report.Acknowledge([id]);
                    _underWay++;
                }

                while ((await engine.GetAsync($"/api/v1/executions/{id}", dead)).GetProperty("status").GetString() is "running" or "pending")
                {
                    await Task.Delay(20, dead);
                }
            }
        }
        catch (Exception e) when (_stopping || e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The engine has died under it, or takes nothing new any more.
        }
    }
}
