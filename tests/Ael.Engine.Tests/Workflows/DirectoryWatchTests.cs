using Ael.Engine.Workflows;
using Microsoft.Extensions.Time.Testing;
using static Ael.Engine.Tests.Workflows.CatalogueFixture;

namespace Ael.Engine.Tests.Workflows;

public class DirectoryWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_a_rename_and_a_deletion_change_the_catalogue()
    {
        await using var fixture = new CatalogueFixture(watch: true, time: TimeProvider.System);
        await StartAsync(fixture);

        await Changes(fixture, () => fixture.WriteAsync("a.yaml", Text("a")), f => f.Runnable is ["a@1"]);
        await Changes(fixture, () => fixture.WriteAsync("a.yaml", Text("a", "2")), f => f.Runnable is ["a@2"]);
        await Changes(fixture, async () =>
        {
            // As editors save: a new file beside it, moved over it.
            await fixture.WriteAsync(".a.yaml.swp", Text("a", "3"));
            File.Move(fixture.PathOf(".a.yaml.swp"), fixture.PathOf("a.yaml"), overwrite: true);
        }, f => f.Runnable is ["a@3"]);
        await Changes(fixture, () => fixture.WriteAsync("a.yaml", "name: a\n"), f => !f.Catalogue.Entries[0].Valid);
        Assert.Equal("3", fixture.Catalogue.Find("a")!.Version);
        await Changes(fixture, () =>
        {
            File.Delete(fixture.PathOf("a.yaml"));
            return Task.CompletedTask;
        }, f => f.Catalogue.Entries.Count == 0);
    }

    [Fact]
    public async Task A_directory_that_appears_later_is_picked_up()
    {
        await using var fixture = new CatalogueFixture(watch: true, time: TimeProvider.System);
        Directory.Delete(fixture.Folder);
        await StartAsync(fixture);
        Assert.Contains(fixture.Log.All, l => l.StartsWith("Warning: There is no directory", StringComparison.Ordinal));

        await Changes(fixture, () =>
        {
            Directory.CreateDirectory(fixture.Folder);
            return fixture.WriteAsync("a.yaml", Text("a"));
        }, f => f.Runnable is ["a@1"]);
    }

    [Fact]
    public async Task Signals_in_quick_succession_are_one_change()
    {
        var time = new FakeTimeProvider();
        var calls = new SemaphoreSlim(0);
        using var folder = new TemporaryFolder();
        await using var watch = new DirectoryWatch(new WorkflowFolder(folder.Path), time, _ =>
        {
            calls.Release();
            return Task.CompletedTask;
        }, new Lines());
        watch.Start();
        watch.Signal();
        watch.Signal();

        await PassAsync(time, calls);

        Assert.False(await PassesAsync(time, calls, steps: 100));
    }

    [Fact]
    public async Task Without_notifications_the_slow_look_finds_a_change()
    {
        var time = new FakeTimeProvider();
        var calls = new SemaphoreSlim(0);
        using var folder = new TemporaryFolder();
        // A folder that does not exist yet has no notifications.
        var later = Path.Combine(folder.Path, "later");
        await using var watch = new DirectoryWatch(new WorkflowFolder(later), time, _ =>
        {
            calls.Release();
            return Task.CompletedTask;
        }, new Lines());
        watch.Start();
        await PassAsync(time, calls);

        Directory.CreateDirectory(later);
        await File.WriteAllTextAsync(Path.Combine(later, "a.yaml"), "x", Token);

        await PassAsync(time, calls);
    }

    // Lets fake time go by until the call came; the loop behind it takes its turns between the steps.
    private static async Task PassAsync(FakeTimeProvider time, SemaphoreSlim calls) => Assert.True(await PassesAsync(time, calls, steps: 1_000_000));

    private static async Task<bool> PassesAsync(FakeTimeProvider time, SemaphoreSlim calls, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (await calls.WaitAsync(0, Token))
            {
                return true;
            }

            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return false;
    }

    private static async Task StartAsync(CatalogueFixture fixture)
    {
        await fixture.Catalogue.StartingAsync(Token);
        await fixture.Catalogue.StartAsync(Token);
    }

    private static async Task Changes(CatalogueFixture fixture, Func<Task> change, Func<CatalogueFixture, bool> seen)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (seen(fixture))
            {
                reached.TrySetResult();
            }
        }

        fixture.Catalogue.Changed += Look;
        await change();
        Look();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        fixture.Catalogue.Changed -= Look;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("ael-watch-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
