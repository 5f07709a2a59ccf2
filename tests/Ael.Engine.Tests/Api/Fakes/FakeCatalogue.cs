using System.Globalization;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Api.Fakes;

/// <summary>
/// Workflows in memory. <c>greet</c> (1.0 and 1.1) completes, <c>fails</c> fails, <c>waits</c> runs until it is released or cancelled,
/// <c>broken</c> never was valid, <c>limping</c> runs an older version than its file.
/// </summary>
internal sealed class FakeCatalogue : IWorkflowCatalogue
{
    public static readonly string Folder = Path.Combine(Path.GetTempPath(), "ael-api-tests");

    private static readonly Problem s_problem = new(ErrorCode.WorkflowInvalid, "steps[0].tol", 4, 5, "unknown key 'tol'", "did you mean 'tool'?");

    public IReadOnlyList<WorkflowEntry> Entries { get; private set; } =
    [
        new("broken", null, File("broken"), null, [s_problem], DateTimeOffset.UnixEpoch),
        Entry(Definition("fails", "1.0")),
        Entry(Definition("greet", "1.0")),
        Entry(Definition("greet", "1.1")),
        Entry(Definition("limping", "2.0")) with { Problems = [s_problem] },
        Entry(Definition("waits", "1.0")),
    ];

    public event Action? Changed;

    /// <summary>Thrown by the next write, when set.</summary>
    public Exception? Fault { get; set; }

    public WorkflowDefinition? Find(string name, string? version = null) =>
        Entries.Where(e => e.Name == name && (version is null || e.Version == version)).LastOrDefault()?.Definition;

    public Task<WorkflowEntry> PutAsync(string name, string yaml, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        var entry = Entry(FakeValidator.Read(yaml)!);
        Entries = [.. Entries.Where(e => e.Name != name).Append(entry).OrderBy(e => e.Name, StringComparer.Ordinal)];
        Changed?.Invoke();
        return Task.FromResult(entry);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var there = Entries.Any(e => e.Name == name);
        Entries = [.. Entries.Where(e => e.Name != name)];
        return Task.FromResult(there);
    }

    public static WorkflowDefinition Definition(string name, string version) => new()
    {
        Name = name,
        Version = version,
        Description = string.Create(CultureInfo.InvariantCulture, $"what {name} does"),
        Inputs = [new InputDefinition("name") { Required = false, Default = System.Text.Json.JsonElement.Parse("\"world\"") }],
        Steps = [new StepDefinition { Id = "say", Type = StepType.ToolCall, Index = 0, Line = 3, Tool = "echo", WaitsFor = [] }],
        Source = $"name: {name}\nversion: \"{version}\"\nsteps: [{{ id: say, tool: echo }}]\n",
    };

    private static string File(string name) => Path.Combine(Folder, name + ".yaml");

    private static WorkflowEntry Entry(WorkflowDefinition d) => new(d.Name, d.Version, File(d.Name), d, [], DateTimeOffset.UnixEpoch);
}
