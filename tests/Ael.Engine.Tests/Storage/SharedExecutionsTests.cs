using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Postgres;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

/// <summary>Two engines over one database: who owns an execution writes to it, and nobody else.</summary>
public sealed class SharedExecutionsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Records.Start);
    private PostgresExecutionStore _first = null!;
    private PostgresExecutionStore _second = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.EmptyDatabaseAsync("shared");
        _first = PostgresStores.Open(connection, _time, alone: false);
        _second = PostgresStores.Open(connection, _time, alone: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData("start")]
    [InlineData("step")]
    [InlineData("end")]
    [InlineData("ask")]
    [InlineData("child")]
    public async Task Who_has_lost_an_execution_writes_nothing_to_it(string write)
    {
        var record = Records.Execution("exec-1", steps: ["one"]);
        await _first.CreateAsync(record, Token);
        Assert.Single(await _second.TakeOverAsync("exec-1", "engine-2", null, Token));
        var before = (await _second.GetAsync("exec-1", Token)).Text();
        _time.Advance(TimeSpan.FromMinutes(1));

        var e = await Assert.ThrowsAsync<ExecutionMovedException>(async () => await WriteAsync(_first, record, write));

        Assert.Equal("exec-1", e.ExecutionId);
        Assert.Equal(before, (await _second.GetAsync("exec-1", Token)).Text());
        Assert.Empty((await _second.GetDetailAsync("exec-1", Token)).Attempts);
        Assert.Empty(await _second.GetChildrenAsync("exec-1", Token));
        await WriteAsync(_second, record, write);
    }

    [Fact]
    public async Task An_execution_is_taken_over_with_all_that_runs_below_it_and_only_once()
    {
        await CreateTreeAsync();

        var taken = await Task.WhenAll(
            _first.TakeOverAsync("exec-1", "engine-3", "engine-1", Token).AsTask(), _second.TakeOverAsync("exec-1", "engine-2", "engine-1", Token).AsTask());

        var winner = taken[0].Count > 0 ? ("engine-3", taken[0], _first) : ("engine-2", taken[1], _second);
        Assert.Equal(3, taken.Sum(t => t.Count));
        Assert.Equal(["exec-1", "exec-child", "exec-grandchild"], winner.Item2.Select(t => t.ExecutionId));
        Assert.Equal([null, "exec-1", "exec-child"], winner.Item2.Select(t => t.ParentExecutionId));
        Assert.Equal(
            [winner.Item1, winner.Item1, winner.Item1, "engine-1"], (await _first.GetUnfinishedAsync(Token)).Select(e => e.Owner));
        await winner.Item3.StepEndedAsync("exec-grandchild", Records.Ended("one"), Token);
    }

    [Fact]
    public async Task All_of_an_engine_that_is_gone_go_to_the_one_that_asks_first()
    {
        await CreateTreeAsync();

        var taken = await Task.WhenAll(
            _first.TakeOverFromAsync("engine-1", "engine-3", Token).AsTask(), _second.TakeOverFromAsync("engine-1", "engine-2", Token).AsTask());

        Assert.Equal(4, taken.Sum(t => t.Count));
        Assert.Contains(taken, t => t.Count == 0);
        Assert.Single((await _first.GetUnfinishedAsync(Token)).Select(e => e.Owner).Distinct());
    }

    [Theory]
    [InlineData("exec-ended", null)]
    [InlineData("exec-none", null)]
    [InlineData("exec-1", "engine-9")]
    public async Task What_has_ended_or_is_not_theirs_is_not_taken(string id, string? from)
    {
        await CreateTreeAsync();

        Assert.Empty(await _second.TakeOverAsync(id, "engine-2", from, Token));
        Assert.All(await _first.GetUnfinishedAsync(Token), e => Assert.Equal("engine-1", e.Owner));
    }

    [Fact]
    public async Task Recoveries_count_how_often_it_was_taken_over_without_getting_on()
    {
        await _first.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        await _first.StartedAsync("exec-1", Records.Start, Token);

        async Task<int> TakeAsync(ISharedExecutions store, string owner) => Assert.Single(await store.TakeOverAsync("exec-1", owner, null, Token)).Recoveries;

        Assert.Equal(1, await TakeAsync(_second, "engine-2"));
        Assert.Equal(2, await TakeAsync(_first, "engine-1"));
        await _first.StepEndedAsync("exec-1", Records.Ended("one"), Token);
        Assert.Equal(1, await TakeAsync(_second, "engine-2"));
    }

    [Fact]
    public async Task What_is_given_to_nobody_can_be_written_by_nobody_and_counts_as_no_recovery()
    {
        await _first.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        await _first.StartedAsync("exec-1", Records.Start, Token);

        Assert.Equal(0, Assert.Single(await _first.TakeOverAsync("exec-1", ISharedExecutions.Nobody, "engine-1", Token)).Recoveries);

        await Assert.ThrowsAsync<ExecutionMovedException>(async () => await _first.StepEndedAsync("exec-1", Records.Ended("one"), Token));
        Assert.Equal(ISharedExecutions.Nobody, Assert.Single(await _second.GetUnfinishedAsync(Token)).Owner);
        Assert.Equal(0, Assert.Single(await _second.TakeOverAsync("exec-1", "engine-2", ISharedExecutions.Nobody, Token)).Recoveries);
        await _second.StepEndedAsync("exec-1", Records.Ended("one"), Token);
    }

    [Fact]
    public async Task Any_engine_may_ask_an_execution_to_stop()
    {
        await _first.CreateAsync(Records.Execution("exec-1"), Token);

        await _second.StopRequestedAsync("exec-1", new AelError(ErrorCode.Cancelled, "enough"), Token);

        Assert.Equal("enough", (await _first.GetAsync("exec-1", Token))!.StopError!.Message);
    }

    [Fact]
    public async Task Ownership_that_was_confirmed_a_moment_ago_is_not_asked_for_again()
    {
        await _first.CreateAsync(Records.Execution("exec-1"), Token);
        var commits = _first.Commits;

        await _first.EnsureOwnedAsync("exec-1", Token);
        Assert.Equal(commits, _first.Commits);

        _time.Advance(TimeSpan.FromSeconds(2));
        await _first.EnsureOwnedAsync("exec-1", Token);
        Assert.Equal(commits + 1, _first.Commits);
    }

    [Fact]
    public async Task What_is_recorded_after_a_takeover_comes_after_what_was_recorded_before()
    {
        var record = Records.Execution("exec-1", steps: ["one", "two"]);
        await _first.CreateAsync(record, Token);
        await _first.StepEndedAsync("exec-1", Records.Ended("two", "[2]"), Token);
        await _second.TakeOverAsync("exec-1", "engine-2", null, Token);
        await _second.StepEndedAsync("exec-1", Records.Ended("one", "[1]"), Token);
        var result = record.End(steps: [Records.Ended("one", "[1]").Step, Records.Ended("two", "[2]").Step]);
        await _second.EndedAsync(result, null, Token);

        Assert.Equal(["two", "two", "one", "one"], (await _first.GetDetailAsync("exec-1", Token)).Attempts.Select(a => a.StepId));
        Assert.Equal(result.Text(), (await _first.GetAsync("exec-1", Token))!.Result.Text());
    }

    private static async Task WriteAsync(PostgresExecutionStore store, ExecutionRecord record, string write) => await (write switch
    {
        "start" => store.StartedAsync("exec-1", Records.Start, Token),
        "step" => store.StepEndedAsync("exec-1", Records.Ended("one"), Token),
        "end" => store.EndedAsync(record.End(), null, Token),
        "ask" => store.EnsureOwnedAsync("exec-1", Token),
        _ => store.CreateAsync(Records.Execution("exec-child") with { ParentExecutionId = "exec-1", ParentStepId = "one" }, Token),
    });

    private async Task CreateTreeAsync()
    {
        await _first.CreateAsync(Records.Execution("exec-1"), Token);
        await _first.CreateAsync(Records.Execution("exec-child") with { ParentExecutionId = "exec-1", ParentStepId = "call" }, Token);
        await _first.CreateAsync(Records.Execution("exec-grandchild") with { ParentExecutionId = "exec-child", ParentStepId = "call" }, Token);
        await _first.CreateAsync(Records.Execution("exec-ended") with { ParentExecutionId = "exec-1", ParentStepId = "call" }, Token);
        await _first.EndedAsync(Records.Execution("exec-ended").End(), null, Token);
        await _first.CreateAsync(Records.Execution("exec-other"), Token);
    }
}
