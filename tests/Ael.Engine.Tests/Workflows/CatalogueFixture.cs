using Ael.Engine.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Workflows;

/// <summary>A catalogue over a folder of its own.</summary>
internal sealed class CatalogueFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("ael-workflows-");

    public CatalogueFixture(TimeProvider? time = null, bool watch = false)
    {
        Folder = Path.Combine(_parent.FullName, "workflows");
        Directory.CreateDirectory(Folder);
        var options = WorkflowTestKit.Options with { Workflows = new() { Directory = Folder, Watch = watch } };
        var holder = new WorkflowSetHolder();
        Check = new SubWorkflowCheck(holder);
        var validator = new WorkflowValidator(new WorkflowReader(options), [Check]);
        Catalogue = new WorkflowCatalogue(validator, holder, options, time ?? new FakeTimeProvider(), Log);
    }

    public string Folder { get; }

    public WorkflowCatalogue Catalogue { get; }

    public SubWorkflowCheck Check { get; }

    public Lines Log { get; } = new();

    public IReadOnlyList<string> Runnable => [.. Catalogue.Entries.Where(e => e.Definition is not null).Select(e => $"{e.Name}@{e.Version}")];

    public static string Text(string name, string version = "1", string step = "tool: t") => $"name: {name}\nversion: {version}\nsteps:\n- id: a\n  {step}\n";

    public string PathOf(string file) => Path.Combine(Folder, file);

    public async Task<CatalogueFixture> WriteAsync(string file, string text)
    {
        await File.WriteAllTextAsync(PathOf(file), text, TestContext.Current.CancellationToken);
        return this;
    }

    public Task LoadAsync() => Catalogue.ReloadAsync(TestContext.Current.CancellationToken);

    public WorkflowEntry Entry(string file) => Catalogue.Entries.Single(e => Path.GetFileName(e.File) == file);

    public async ValueTask DisposeAsync()
    {
        await Catalogue.DisposeAsync();
        _parent.Delete(recursive: true);
    }

    public sealed class Lines : ILogger<WorkflowCatalogue>
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add($"{logLevel}: {formatter(state, exception)}");
            }
        }
    }
}
