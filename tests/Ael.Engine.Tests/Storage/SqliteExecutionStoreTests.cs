using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Ael.Engine.Tests.Storage;

public sealed class SqliteExecutionStoreTests : ExecutionStoreTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-store-");
    private int _files;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File(string name) => Path.Combine(_folder.FullName, name);

    internal override IExecutionStore Create(StorageOptions options) => Open(File($"store{_files++}.db"), options);

    internal override async ValueTask OwnerGoneAsync()
    {
        await ((SqliteExecutionStore)Store).DisposeAsync();
        Reopen(Open(File($"store{_files - 1}.db")));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private SqliteExecutionStore Open(string path, StorageOptions? options = null) => new((options ?? new StorageOptions()) with { Path = path }, Time);

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        await using var store = Open(File("group.db"));
        await store.CheckAsync(Token);
        var before = store.Commits;
        Task[] writes;

        // While another connection holds the write lock nothing can be committed, so the writes gather.
        using (var other = Raw(File("group.db")))
        {
            other.Execute("BEGIN IMMEDIATE");
            writes = [.. Enumerable.Range(0, 64).Select(i => store.CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask())];
            Assert.DoesNotContain(writes, w => w.IsCompleted);
            other.Execute("ROLLBACK");
        }

        await Task.WhenAll(writes);

        // The writer may have taken some of them before it met the lock.
        Assert.InRange(store.Commits - before, 1, 2);
        Assert.Equal(64, (await store.ListAsync(new ExecutionQuery { Limit = 100 }, Token)).Items.Count);
    }

    [Fact]
    public async Task A_bad_write_fails_alone_in_its_group()
    {
        await using var store = Open(File("bad.db"));
        await store.CreateAsync(Records.Execution("exec-3"), Token);
        Task[] writes;
        using (var other = Raw(File("bad.db")))
        {
            other.Execute("BEGIN IMMEDIATE");
            writes = [.. Enumerable.Range(0, 8).Select(i => store.CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask())];
            other.Execute("ROLLBACK");
        }

        await Assert.ThrowsAsync<AelException>(() => Task.WhenAll(writes));

        Assert.Equal([3], Enumerable.Range(0, 8).Where(i => writes[i].IsFaulted));
        Assert.Equal(8, (await store.ListAsync(new ExecutionQuery(), Token)).Items.Count);
    }

    [Theory]
    [InlineData(StorageSynchronous.Normal)]
    [InlineData(StorageSynchronous.Full)]
    internal async Task What_was_acknowledged_is_there_after_a_kill(StorageSynchronous synchronous)
    {
        await using var store = Open(File("live.db"), new StorageOptions { Synchronous = synchronous });
        await store.CreateAsync(Records.Execution("exec-1", steps: ["one", "two"]), Token);
        await store.StartedAsync("exec-1", Records.Start, Token);
        await store.StepEndedAsync("exec-1", Records.Ended("one", "[1]"), Token);

        // The files as a killed process leaves them: nothing closed, nothing checkpointed.
        foreach (var suffix in new[] { "", "-wal" })
        {
            System.IO.File.Copy(File("live.db" + suffix), File("dead.db" + suffix));
        }

        await using var reopened = Open(File("dead.db"));
        var unfinished = (await reopened.GetAsync("exec-1", Token))!;

        Assert.Equal([StepStatus.Completed, StepStatus.Pending], unfinished.Result.Steps.Select(s => s.Status));
        Assert.Equal("[1]", unfinished.Result.Steps[0].Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Two_stores_share_one_file()
    {
        await using var serve = Open(File("shared.db"));
        await using var run = Open(File("shared.db"));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? serve : run).CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask()));

        Assert.Equal(40, (await serve.ListAsync(new ExecutionQuery { Limit = 100 }, Token)).Items.Count);
        await run.StartedAsync("exec-0", Records.Start, Token);
        Assert.Equal(ExecutionStatus.Running, (await serve.GetAsync("exec-0", Token))!.Result.Status);
    }

    [Fact]
    public async Task Log_lines_are_written_after_a_short_while_by_themselves()
    {
        await using var store = Open(File("log.db"));
        await store.CreateAsync(Records.Execution("exec-1"), Token);
        var before = store.Commits;
        store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, "line"));
        Assert.Equal(0, LogCount("log.db"));

        Time.Advance(TimeSpan.FromSeconds(1));
        await store.CheckAsync(Token);

        // The check came after the timer's write, which therefore is committed, at the latest in the same group.
        Assert.InRange(store.Commits - before, 1, 2);
        Assert.Equal(1, LogCount("log.db"));
    }

    [Fact]
    public async Task Log_lines_are_not_lost_on_dispose()
    {
        var store = Open(File("log.db"));
        await store.CreateAsync(Records.Execution("exec-1"), Token);
        for (var i = 0; i < 100; i++)
        {
            store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, $"line {i}"));
        }

        await store.DisposeAsync();

        Assert.Equal(100, LogCount("log.db"));
    }

    [Fact]
    public async Task Pruning_gives_the_space_back()
    {
        await using var store = Open(File("big.db"));
        var record = Records.Execution("exec-1");
        await store.CreateAsync(record, Token);
        await store.EndedAsync(record.End(output: $"\"{new string('x', 4_000_000)}\"", at: Records.Start), null, Token);
        Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(1, await store.PruneAsync(Token));
        await store.DisposeAsync();

        Assert.InRange(new FileInfo(File("big.db")).Length, 1, 500_000);
    }

    [Fact]
    public void A_store_of_a_newer_engine_is_refused()
    {
        Open(File("newer.db")).Dispose();
        using (var raw = Raw(File("newer.db")))
        {
            raw.Execute($"PRAGMA user_version = {SqliteSchema.Version + 1}");
        }

        var e = Assert.Throws<AelException>(() => Open(File("newer.db")));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains(File("newer.db"), e.Error.Message, StringComparison.Ordinal);
        Assert.Contains($"version {SqliteSchema.Version + 1}", e.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text.db", "not a database")]
    [InlineData("folder.db", "it is a folder")]
    [InlineData("text.db/store.db", "text.db")]
    public void A_path_that_cannot_be_a_store_is_named(string path, string reason)
    {
        System.IO.File.WriteAllText(File("text.db"), new string('x', 5000));
        Directory.CreateDirectory(File("folder.db"));

        var e = Assert.Throws<AelException>(() => Open(File(path)));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.StartsWith(File(path), e.Error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Error.Message, StringComparison.Ordinal);
        Assert.Contains("storage.path", e.Error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_fails_when_nothing_can_be_written()
    {
        await using var store = Open(File("broken.db"));
        using (var raw = Raw(File("broken.db")))
        {
            raw.Execute("DROP TABLE health");
        }

        var e = await Assert.ThrowsAsync<AelException>(async () => await store.CheckAsync(Token));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains("broken.db", e.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_store_usable()
    {
        await using var store = Open(File("refused.db"));
        await store.CreateAsync(Records.Execution("exec-1"), Token);
        using (var raw = Raw(File("refused.db")))
        {
            raw.Execute("CREATE TRIGGER refuse BEFORE INSERT ON steps BEGIN SELECT RAISE(ABORT, 'refused'); END");
        }

        await Assert.ThrowsAsync<AelException>(async () => await store.StepEndedAsync("exec-1", Records.Ended("one"), Token));
        using (var raw = Raw(File("refused.db")))
        {
            raw.Execute("DROP TRIGGER refuse");
        }

        await store.StepEndedAsync("exec-1", Records.Ended("one"), Token);
        Assert.Single((await store.GetAsync("exec-1", Token))!.Result.Steps);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Open(File("closed.db"));
        await store.DisposeAsync();
        await store.DisposeAsync();

        var e = await Assert.ThrowsAsync<AelException>(async () => await store.CheckAsync(Token));

        Assert.Contains("closed", e.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are a Unix matter");
            return;
        }

        Open(File("sub/folder/private.db")).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File("sub/folder/private.db")));
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        await using var store = Open(File("cancel.db"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ListAsync(new ExecutionQuery(), cancelled.Token));
    }

    private static SqliteConnection Raw(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private long LogCount(string name)
    {
        using var raw = Raw(File(name));
        return raw.Number("SELECT count(*) FROM logs");
    }
}
