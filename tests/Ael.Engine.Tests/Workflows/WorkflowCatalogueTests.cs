using Ael.Engine.Errors;
using Ael.Engine.Workflows;
using static Ael.Engine.Tests.Workflows.CatalogueFixture;

namespace Ael.Engine.Tests.Workflows;

public sealed class WorkflowCatalogueTests : IAsyncDisposable
{
    private readonly CatalogueFixture _fixture = new();

    private WorkflowCatalogue Catalogue => _fixture.Catalogue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Files_of_the_directory_itself_are_loaded()
    {
        await _fixture.WriteAsync("b.yaml", Text("b"));
        await _fixture.WriteAsync("a.yml", Text("a"));
        await _fixture.WriteAsync(".hidden.yaml", Text("hidden"));
        await _fixture.WriteAsync("notes.txt", "x");
        Directory.CreateDirectory(_fixture.PathOf("tools"));
        await _fixture.WriteAsync(Path.Combine("tools", "c.yaml"), Text("c"));

        await _fixture.LoadAsync();

        Assert.Equal(["a@1", "b@1"], _fixture.Runnable);
        Assert.Equal(_fixture.PathOf("a.yml"), Catalogue.Find("a")!.File);
        Assert.Null(Catalogue.Find("hidden"));
    }

    [Fact]
    public async Task A_broken_file_keeps_its_last_good_version_and_says_where_it_is_broken()
    {
        await _fixture.WriteAsync("a.yaml", Text("a", "1.0"));
        await _fixture.LoadAsync();
        var good = Catalogue.Find("a");

        await _fixture.WriteAsync("a.yaml", Text("a", "1.1", "tol: t"));
        await _fixture.LoadAsync();

        Assert.Same(good, Catalogue.Find("a"));
        Assert.Equal(("a", "1.0", false), (_fixture.Entry("a.yaml").Name, _fixture.Entry("a.yaml").Version, _fixture.Entry("a.yaml").Valid));
        Assert.Contains(_fixture.Log.All, l => l.Contains("a.yaml:5:3: steps[0].tol: unknown key 'tol' in this step (did you mean 'tool'?)", StringComparison.Ordinal));
        Assert.Contains(_fixture.Log.All, l => l.Contains("a 1.0 as it was before stays in use", StringComparison.Ordinal));

        await _fixture.WriteAsync("a.yaml", Text("a", "1.1"));
        await _fixture.LoadAsync();

        Assert.Equal("1.1", Catalogue.Find("a")!.Version);
        Assert.True(_fixture.Entry("a.yaml").Valid);
    }

    [Fact]
    public async Task A_file_that_never_was_good_is_listed_under_its_own_name()
    {
        await _fixture.WriteAsync("bad.yaml", "name: x\n");

        await _fixture.LoadAsync();

        var entry = Assert.Single(Catalogue.Entries);
        Assert.Equal(("bad", null, null), (entry.Name, entry.Version, entry.Definition));
        Assert.NotEmpty(entry.Problems);
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_no_text_is_reported()
    {
        await _fixture.WriteAsync("large.yaml", new string('#', 1024 * 1024 + 1));
        await File.WriteAllBytesAsync(_fixture.PathOf("binary.yaml"), [0xFF, 0xFE, 0x00, 0xD8], Token);

        await _fixture.LoadAsync();

        Assert.Equal(["the file is not UTF-8 text", "the file is larger than 1 MiB"], Catalogue.Entries.Select(e => e.Problems[0].Message));
    }

    [Fact]
    public async Task The_highest_version_answers_to_the_bare_name()
    {
        foreach (var version in new[] { "1.9", "1.10", "1.10-rc1", "v1.2" })
        {
            await _fixture.WriteAsync($"a{version}.yaml", Text("a", version));
        }

        await _fixture.LoadAsync();

        Assert.Equal("1.10", Catalogue.Find("a")!.Version);
        Assert.Equal("1.9", Catalogue.Find("a", "1.9")!.Version);
        Assert.Null(Catalogue.Find("a", "2"));
        Assert.Equal(["a@v1.2", "a@1.9", "a@1.10-rc1", "a@1.10"], _fixture.Runnable);
    }

    [Fact]
    public async Task Who_came_first_keeps_a_name_and_version()
    {
        await _fixture.WriteAsync("b.yaml", Text("same"));
        await _fixture.LoadAsync();
        await _fixture.WriteAsync("a.yaml", Text("same"));
        await _fixture.LoadAsync();

        Assert.Equal("b.yaml", Path.GetFileName(Catalogue.Find("same")!.File));
        var problem = Assert.Single(_fixture.Entry("a.yaml").Problems);
        Assert.Equal((1, 7, "'same' version 1 is already in b.yaml"), (problem.Line, problem.Column, problem.Message));

        await _fixture.WriteAsync("b.yaml", Text("same", step: "tool: other"));
        await _fixture.LoadAsync();

        Assert.Equal("other", Catalogue.Find("same")!.Steps[0].Tool);

        File.Delete(_fixture.PathOf("b.yaml"));
        await _fixture.LoadAsync();

        Assert.Equal("a.yaml", Path.GetFileName(Catalogue.Find("same")!.File));
        Assert.Empty(_fixture.Entry("a.yaml").Problems);
    }

    [Fact]
    public async Task The_change_that_closes_a_circle_gives_way()
    {
        await _fixture.WriteAsync("a.yaml", Text("a", step: "workflow: b"));
        await _fixture.WriteAsync("b.yaml", Text("b", step: "workflow: c"));
        await _fixture.WriteAsync("c.yaml", Text("c"));
        await _fixture.LoadAsync();
        Assert.Equal(3, _fixture.Runnable.Count);

        await _fixture.WriteAsync("c.yaml", Text("c", "2", "workflow: a"));
        await _fixture.LoadAsync();

        Assert.Equal(["a@1", "b@1", "c@1"], _fixture.Runnable);
        var problem = Assert.Single(_fixture.Entry("c.yaml").Problems);
        Assert.Equal((ErrorCode.WorkflowRecursion, 5, 13), (problem.Code, problem.Line, problem.Column));
        Assert.Contains("c -> a -> b -> c", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_that_come_as_a_circle_do_not_run()
    {
        await _fixture.WriteAsync("a.yaml", Text("a", step: "workflow: b"));
        await _fixture.WriteAsync("b.yaml", Text("b", step: "workflow: a"));

        await _fixture.LoadAsync();

        Assert.Empty(_fixture.Runnable);
        Assert.All(Catalogue.Entries, e => Assert.Equal(ErrorCode.WorkflowRecursion, Assert.Single(e.Problems).Code));
    }

    [Fact]
    public async Task A_sub_workflow_that_is_not_loaded_is_a_warning_of_the_check()
    {
        await _fixture.WriteAsync("post.yaml", Text("post-message"));
        await _fixture.LoadAsync();

        var problems = await _fixture.Check.CheckAsync(WorkflowTestKit.Good("name: w\nversion: 1\nsteps:\n- {id: a, workflow: post-mesage}\n- {id: b, workflow: post-message@2}\n"), Token);

        Assert.Equal(["did you mean 'post-message'?", "use one of: 1"], problems.Select(p => p.Suggestion));
        Assert.All(problems, p => Assert.Equal(ProblemSeverity.Warning, p.Severity));
    }

    [Fact]
    public async Task Changed_is_raised_when_and_only_when_something_changed()
    {
        var raised = 0;
        Catalogue.Changed += () => raised++;

        await _fixture.WriteAsync("a.yaml", Text("a"));
        await _fixture.LoadAsync();
        await _fixture.LoadAsync();
        Assert.Equal(1, raised);

        File.Delete(_fixture.PathOf("a.yaml"));
        await _fixture.LoadAsync();
        Assert.Equal(2, raised);
        Assert.Empty(Catalogue.Entries);
    }

    [Fact]
    public async Task Put_writes_a_new_file_and_then_replaces_it()
    {
        var first = await Catalogue.PutAsync("a", Text("a"), Token);
        var second = await Catalogue.PutAsync("a", Text("a", "2"), Token);

        Assert.Equal(_fixture.PathOf("a.yaml"), first.File);
        Assert.Equal((first.File, "2", true), (second.File, second.Version, second.Valid));
        Assert.Equal(["a@2"], _fixture.Runnable);
        Assert.Equal(Text("a", "2"), await File.ReadAllTextAsync(first.File, Token));
        Assert.Equal(["a.yaml"], Directory.EnumerateFiles(_fixture.Folder).Select(Path.GetFileName));
    }

    /// <summary>As of engines of a cluster that share a folder: each writes what was put on one of them.</summary>
    [Fact]
    public async Task Put_finds_the_file_that_somebody_else_has_just_written()
    {
        await _fixture.LoadAsync();
        await _fixture.WriteAsync("a.yaml", Text("a"));

        var entry = await Catalogue.PutAsync("a", Text("a"), Token);

        Assert.Equal(_fixture.PathOf("a.yaml"), entry.File);
        Assert.Equal(["a.yaml"], Directory.EnumerateFiles(_fixture.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Put_does_not_take_a_file_that_holds_another_workflow()
    {
        await _fixture.WriteAsync("a.yaml", Text("other"));
        await _fixture.LoadAsync();

        var entry = await Catalogue.PutAsync("a", Text("a"), Token);

        Assert.Equal(_fixture.PathOf("a-2.yaml"), entry.File);
        Assert.Equal(["a@1", "other@1"], _fixture.Runnable);
    }

    [Theory]
    [InlineData("a", "name: b\nversion: 1\nsteps: [{id: s, tool: t}]\n", "1:7: name: the file says 'b', the request 'a'")]
    [InlineData("a", "name: a\nversion: 1\n", "'steps' is missing")]
    [InlineData("../a", "name: ../a\nversion: 1\nsteps: [{id: s, tool: t}]\n", "'../a' cannot be a workflow's name")]
    [InlineData("a", "name: a\nversion: 1\nsteps: [{id: s, workflow: b}]\n", "a -> b -> a")]
    public async Task Put_refuses_what_is_invalid_and_writes_nothing(string name, string yaml, string detail)
    {
        await _fixture.WriteAsync("b.yaml", Text("b", step: "workflow: a"));
        await _fixture.LoadAsync();

        var e = await Assert.ThrowsAsync<WorkflowException>(() => Catalogue.PutAsync(name, yaml, Token));

        Assert.Equal(ErrorCode.WorkflowInvalid, e.Error.Code);
        Assert.Contains(detail, e.Error.Detail, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_fixture.Folder));
    }

    [Fact]
    public async Task Put_into_a_directory_that_cannot_be_written_is_a_storage_error()
    {
        Directory.Delete(_fixture.Folder);
        await File.WriteAllTextAsync(_fixture.Folder, "a file in the way", Token);

        var e = await Assert.ThrowsAsync<AelException>(() => Catalogue.PutAsync("a", Text("a"), Token));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
    }

    [Fact]
    public async Task Delete_removes_every_version_of_the_workflow()
    {
        await _fixture.WriteAsync("a1.yaml", Text("a", "1"));
        await _fixture.WriteAsync("a2.yaml", Text("a", "2"));
        await _fixture.LoadAsync();

        Assert.True(await Catalogue.DeleteAsync("a", Token));
        Assert.False(await Catalogue.DeleteAsync("a", Token));
        Assert.False(await Catalogue.DeleteAsync("../a1", Token));

        Assert.Empty(Directory.EnumerateFiles(_fixture.Folder));
        Assert.Empty(Catalogue.Entries);
    }
}
