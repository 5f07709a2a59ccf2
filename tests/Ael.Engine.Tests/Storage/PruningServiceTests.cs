using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Storage.Sqlite;
using Ael.Engine.Telemetry;
using Ael.Reliability.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

public sealed class PruningServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_prunes_at_start_and_every_hour_even_after_a_failure()
    {
        var time = new FakeTimeProvider();
        var store = new CountingStore();
        await using var services = new ServiceCollection().AddTelemetry().BuildServiceProvider();
        using var service = new PruningService(store, services.GetRequiredService<AelTelemetry>(), time, NullLogger<PruningService>.Instance);

        await service.StartAsync(Token);
        await store.Pruned.WaitAsync(Token);
        time.Advance(TimeSpan.FromHours(1));
        await store.Pruned.WaitAsync(Token);
        time.Advance(TimeSpan.FromHours(1));
        await store.Pruned.WaitAsync(Token);
        await service.StopAsync(Token);

        Assert.Equal(3, store.Count);
    }

    [Theory]
    [InlineData(":memory:", typeof(MemoryExecutionStore))]
    [InlineData("store.db", typeof(SqliteExecutionStore))]
    public async Task Registration_follows_the_path(string path, Type expected)
    {
        var folder = Directory.CreateTempSubdirectory("ael-store-");
        var full = path == StorageRegistration.InMemory ? path : Path.Combine(folder.FullName, path);
        var provider = new ServiceCollection()
            .AddSingleton(new EngineOptions { Storage = new StorageOptions { Path = full } }).AddLogging().AddStorage().BuildServiceProvider();

        Assert.IsType(expected, provider.GetRequiredService<IExecutionStore>());
        Assert.Single(provider.GetServices<IHostedService>());
        await provider.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class CountingStore() : StoreDecorator(new MemoryExecutionStore(new StorageOptions(), TimeProvider.System))
    {
        public SemaphoreSlim Pruned { get; } = new(0);

        public int Count { get; private set; }

        public override ValueTask<int> PruneAsync(CancellationToken cancellationToken)
        {
            Count++;
            Pruned.Release();
            return Count == 2 ? throw new AelException(ErrorCode.StorageError, "locked") : ValueTask.FromResult(1);
        }
    }
}
