using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;
using Ael.Engine.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

/// <summary>Another process holds the file's lock for longer than the store waits.</summary>
public sealed class LockedStoreTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-locked-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "ael.db");

    [Fact]
    public async Task A_write_ends_as_STORAGE_ERROR_that_names_the_lock_and_reads_and_later_writes_go_on()
    {
        await using var store = new SqliteExecutionStore(new StorageOptions { Path = Path }, TimeProvider.System, s_patience);
        await store.CreateAsync(Records.Execution("exec-1"), Token);
        using (Lock())
        {
            var e = await Assert.ThrowsAsync<AelException>(async () => await store.CreateAsync(Records.Execution("exec-2"), Token));

            Assert.Equal(ErrorCode.StorageError, e.Error.Code);
            Assert.Contains("locked", e.Error.Message, StringComparison.Ordinal);
            Assert.Contains("Another process holds the file", e.Error.Suggestion, StringComparison.Ordinal);
            Assert.Equal("exec-1", Assert.Single((await store.ListAsync(new ExecutionQuery(), Token)).Items).ExecutionId);
        }

        await store.CreateAsync(Records.Execution("exec-2"), Token);
        Assert.Empty(await store.VerifyAsync(Token));
    }

    [Fact]
    public async Task An_execution_under_way_fails_and_its_end_is_recorded_once_the_lock_is_gone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var store = new SqliteExecutionStore(new StorageOptions { Path = Path }, time, s_patience);
        await using var engine = new TestEngine(time: time, configure: s => s.AddSingleton<IExecutionStore>(store));
        var locked = default(SqliteConnection);
        engine.Tools.Add("lock", _ =>
        {
            locked = Lock();
            return "1";
        });

        var result = await engine.RunAsync("""
            name: locks
            version: "1.0"
            steps:
              - { id: one, tool: lock }
            """);

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.StorageError), (result.Status, result.Error!.Code));
        locked!.Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return (await store.GetAsync(result.ExecutionId, Token))!.Result is { Status: ExecutionStatus.Failed, Error.Code.Name: "STORAGE_ERROR" };
            },
            () => "its end was not recorded",
            Token);
        Assert.Empty(await store.VerifyAsync(Token));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SqliteConnection Lock()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }
}
