using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Storage;

/// <summary>What a restart needs of a store.</summary>
public abstract partial class ExecutionStoreTests
{
    [Fact]
    public async Task Sub_workflows_are_found_by_what_started_them()
    {
        await Store.CreateAsync(Records.Execution("exec-1"), Token);
        var child = Records.Execution("exec-2") with { ParentExecutionId = "exec-1", ParentStepId = "call", ParentItem = 0, ParentAttempt = 1 };
        await Store.CreateAsync(child, Token);
        await Store.CreateAsync(Records.Execution("exec-3") with { ParentExecutionId = "exec-1", ParentStepId = "call", ParentItem = 1, ParentAttempt = 2 }, Token);
        await Store.EndedAsync(child.End(), Token);

        Assert.Equal(
            [new ChildExecution("exec-2", "call", 0, 1, true), new ChildExecution("exec-3", "call", 1, 2, false)], await Store.GetChildrenAsync("exec-1", Token));
        Assert.Empty(await Store.GetChildrenAsync("exec-2", Token));
    }

    [Fact]
    public async Task A_request_to_stop_is_remembered_the_first_one()
    {
        await Store.CreateAsync(Records.Execution("exec-1"), Token);

        await Store.StopRequestedAsync("exec-1", new AelError(ErrorCode.Cancelled, "enough"), Token);
        await Store.StopRequestedAsync("exec-1", new AelError(ErrorCode.Cancelled, "again"), Token);

        Assert.Equal("enough", (await Store.GetAsync("exec-1", Token))!.StopError!.Message);
    }

    [Fact]
    public async Task A_sound_store_breaks_no_rule()
    {
        var done = Records.Execution("exec-1", steps: ["one"]);
        await Store.CreateAsync(done, Token);
        await Store.StartedAsync("exec-1", Records.Start, Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("one"), Token);
        await Store.EndedAsync(done.End(), Token);
        await Store.CreateAsync(Records.Execution("exec-2"), Token);

        Assert.Empty(await Store.VerifyAsync(Token));
    }

    [Fact]
    public async Task Taken_over_are_those_that_have_not_ended_and_whose_owner_is_gone()
    {
        var done = Records.Execution("exec-done");
        await Store.CreateAsync(Records.Execution("exec-waits", steps: ["one"]), Token);
        await Store.CreateAsync(done, Token);
        await Store.CreateAsync(Records.Execution("exec-runs", steps: ["one"]), Token);
        await Store.StartedAsync("exec-runs", Records.Start, Token);
        await Store.EndedAsync(done.End(), Token);
        await Store.CreateAsync(Records.Execution("exec-mine") with { Owner = "engine-2" }, Token);
        await OwnerGoneAsync();

        var taken = await Store.TakeOverAsync("engine-2", Token);

        Assert.Equal(["exec-waits", "exec-runs"], taken.Select(t => t.ExecutionId));
        Assert.Equal("engine-2", (await Store.GetAsync("exec-runs", Token))!.Owner);
        Assert.Empty(await Store.TakeOverAsync("engine-2", Token));
    }
}
