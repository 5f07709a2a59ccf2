using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

/// <summary>Files that are older, newer, damaged, full or somebody else's.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-file-");
    private readonly FakeTimeProvider _time = new(Records.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "ael.db");

    public static TheoryData<int> OlderVersions => [.. Enumerable.Range(1, SqliteSchema.Version - 1)];

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task A_file_of_every_older_version_is_upgraded_with_all_that_is_in_it(int version)
    {
        using (var raw = Raw())
        {
            raw.Execute(await File.ReadAllTextAsync(Repository.PathOf("tests", "Ael.Engine.Tests", "Storage", "Schemas", $"v{version}.sql"), Token));
        }

        await using var store = Open();

        Assert.Null(store.Warning);
        var record = (await store.GetAsync("exec-old", Token))!;
        Assert.Equal((ExecutionStatus.Running, "engine-0"), (record.Result.Status, record.Owner));
        Assert.Equal("[1]", Assert.Single(record.Result.Steps).Output!.Value.GetRawText());
        Assert.Equal("exec-old", Assert.Single(await store.TakeOverAsync("engine-1", Token)).ExecutionId);
        Assert.Empty(await store.VerifyAsync(Token));
        using var upgraded = Raw();
        Assert.Equal(SqliteSchema.Version, upgraded.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Attempts_and_calls_of_an_older_engine_stand_before_those_that_follow()
    {
        using (var raw = Raw())
        {
            raw.Execute(await File.ReadAllTextAsync(Repository.PathOf("tests", "Ael.Engine.Tests", "Storage", "Schemas", "v6.sql"), Token));
        }

        await using var store = Open();
        await store.StepEndedAsync("exec-old", Records.Ended("one"), Token);
        await store.StepEndedAsync("exec-old", Records.Ended("one"), Token);

        var detail = await store.GetDetailAsync("exec-old", Token);
        Assert.Equal([null, null, 3, null, 3], detail.Attempts.Select(a => a.Item));
        Assert.Equal(["old_tool", "git_log", "git_log"], detail.ToolCalls.Select(c => c.Tool));
        Assert.Equal(["git_log", "git_log", "old_tool"], (await store.GetToolCallsAsync(Records.Start, 10, Token)).Select(c => c.Tool).Order());
    }

    [Theory]
    [InlineData("Failed", "executions_failed")]
    [InlineData("TimedOut", "executions_failed")]
    [InlineData("Completed", "executions_newest")]
    public async Task A_list_by_status_does_not_look_at_every_execution(string status, string index)
    {
        await FillAsync();
        using var raw = Raw();
        var where = QueryConditions.Of(new ExecutionQuery { Status = Enum.Parse<ExecutionStatus>(status) }, SqliteTime.Text);
        using var plan = raw.CreateCommand();
        plan.CommandText = $"EXPLAIN QUERY PLAN SELECT id FROM executions {where} ORDER BY created_at DESC, seq DESC LIMIT 51";
        foreach (var (name, value) in where.Parameters)
        {
            plan.Parameters.AddWithValue(name, value);
        }

        using var reader = await plan.ExecuteReaderAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        Assert.Contains($"USING INDEX {index}", reader.GetString(3).Replace("COVERING ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("first page")]
    [InlineData("middle")]
    [InlineData("zeros")]
    [InlineData("cut short")]
    public async Task A_damaged_file_is_set_aside_byte_for_byte_and_a_new_one_begun(string damage)
    {
        await FillAsync();
        var bytes = Damaged(await File.ReadAllBytesAsync(Path, Token), damage);
        await File.WriteAllBytesAsync(Path, bytes, Token);

        await using var store = Open();

        var aside = Assert.Single(Directory.GetFiles(_folder.FullName, "ael.db.damaged-*"), f => !f.EndsWith("-wal", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Contains(aside, store.Warning, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside, Token));
        Assert.Empty((await store.ListAsync(new ExecutionQuery(), Token)).Items);
        await store.CreateAsync(Records.Execution("exec-new"), Token);
        Assert.Empty(await store.VerifyAsync(Token));
    }

    [Fact]
    public async Task A_damaged_file_that_another_engine_has_open_is_left_alone()
    {
        await FillAsync();
        using var other = new OwnerFiles(Path);
        other.Hold("engine-other");
        using (var stream = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Write(new byte[100]);
        }

        var e = Assert.Throws<AelException>(() => Open());

        Assert.Contains("another engine has it open", e.Error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "ael.db.damaged-*"));
    }

    [Fact]
    public void A_database_of_somebody_else_is_refused_and_left_as_it_is()
    {
        using (var raw = Raw())
        {
            raw.Execute("CREATE TABLE theirs (x)");
        }

        var e = Assert.Throws<AelException>(() => Open());

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains("not an execution store", e.Error.Message, StringComparison.Ordinal);
        using var after = Raw();
        Assert.Equal(1, after.Number("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_full_disk_is_STORAGE_ERROR_with_nothing_half_written_and_goes_on_once_there_is_room()
    {
        await using var store = Open();
        await store.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        await store.SetMaxPagesAsync(1, Token);

        var big = Records.Ended("one", $"\"{new string('x', 300_000)}\"");
        var e = await Assert.ThrowsAsync<AelException>(async () => await store.StepEndedAsync("exec-1", big, Token));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains("full", e.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Free disk space", e.Error.Suggestion, StringComparison.Ordinal);
        Assert.Equal(StepStatus.Pending, Assert.Single((await store.GetAsync("exec-1", Token))!.Result.Steps).Status);
        Assert.Empty((await store.GetDetailAsync("exec-1", Token)).Attempts);
        Assert.Empty(await store.VerifyAsync(Token));

        await store.SetMaxPagesAsync(1 << 20, Token);
        await store.StepEndedAsync("exec-1", big, Token);
        Assert.Equal(StepStatus.Completed, Assert.Single((await store.GetAsync("exec-1", Token))!.Result.Steps).Status);
    }

    [Fact]
    public async Task Executions_of_an_engine_that_lives_are_not_taken_over()
    {
        await using var living = Open();
        await living.CreateAsync(Records.Execution("exec-1"), Token);
        await using var other = Open();

        Assert.Empty(await other.TakeOverAsync("engine-2", Token));

        await living.DisposeAsync();
        Assert.Equal("exec-1", Assert.Single(await other.TakeOverAsync("engine-2", Token)).ExecutionId);
        Assert.Single(Directory.GetFiles(_folder.FullName, "ael.db-owner-*"));
    }

    [Fact]
    public async Task One_that_never_gets_on_is_counted_and_one_that_does_is_not()
    {
        await using (var first = Open())
        {
            await first.CreateAsync(Records.Execution("exec-1"), Token);
            await first.StartedAsync("exec-1", Records.Start, Token);
        }

        var taken = new List<int> { await TakenAsync(2), await TakenAsync(3), await TakenAsync(4) };
        await using (var store = Open())
        {
            await store.StepEndedAsync("exec-1", Records.Ended("one"), Token);
        }

        taken.AddRange([await TakenAsync(5), await TakenAsync(6)]);
        Assert.Equal([1, 2, 3, 1, 2], taken);
    }

    [Fact]
    public async Task Rules_that_do_not_hold_are_named()
    {
        await FillAsync();
        using (var raw = Raw())
        {
            raw.Execute("UPDATE executions SET status = 'completed'");
        }

        await using var store = Open();

        Assert.Equal(["exec-0: an ended execution has the time of its end"], (await store.VerifyAsync(Token)).Where(p => p.StartsWith("exec-0:", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Damaged(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "header":
                "garbage garbage "u8.CopyTo(bytes);
                return bytes;
            case "first page":
                bytes.AsSpan(100, 1000).Fill(0xA5);
                return bytes;
            case "middle":
                bytes.AsSpan(bytes.Length / 2, 20_000).Fill(0xA5);
                return bytes;
            case "zeros":
                bytes.AsSpan().Clear();
                return bytes;
            default:
                return bytes[..(bytes.Length / 2 / 4096 * 4096)];
        }
    }

    private async Task<int> TakenAsync(int engine)
    {
        await using var store = Open();
        return Assert.Single(await store.TakeOverAsync($"engine-{engine}", Token)).Recoveries;
    }

    private async Task FillAsync()
    {
        await using var store = Open();
        for (var i = 0; i < 50; i++)
        {
            await store.CreateAsync(Records.Execution($"exec-{i}", inputs: $$"""{"text":"{{new string('x', 3000)}}"}"""), Token);
        }
    }

    private SqliteExecutionStore Open() => new(new StorageOptions { Path = Path }, _time);

    private SqliteConnection Raw()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }
}
