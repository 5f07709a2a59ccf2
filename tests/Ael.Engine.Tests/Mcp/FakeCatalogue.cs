using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Mcp;

/// <summary>A catalogue that holds what the test puts in, and a validator that finds every text well but the empty one.</summary>
internal sealed class FakeCatalogue : IWorkflowCatalogue, IWorkflowValidator
{
    public event Action? Changed;

    public IReadOnlyList<WorkflowEntry> Entries { get; private set; } = [];

    public void Set(params IReadOnlyList<WorkflowEntry> entries)
    {
        Entries = entries;
        Changed?.Invoke();
    }

    public WorkflowDefinition? Find(string name, string? version = null) =>
        Entries.LastOrDefault(e => e.Name == name && (version is null || e.Version == version))?.Definition;

    public Task<WorkflowEntry> PutAsync(string name, string yaml, CancellationToken cancellationToken) =>
        throw new AelException(ErrorCode.StorageError, "not here");

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<ValidationResult> ValidateAsync(string yaml, string? file, bool all, CancellationToken cancellationToken) => Task.FromResult(yaml.Length == 0
        ? new ValidationResult(null, [new Problem(ErrorCode.WorkflowInvalid, "steps", 1, 1, "'steps' is missing", "add a step")])
        : new ValidationResult(Definition("given"), []));

    public static WorkflowEntry Entry(WorkflowDefinition definition) =>
        new(definition.Name, definition.Version, $"{definition.Name}.yaml", definition, [], DateTimeOffset.UnixEpoch);

    public static WorkflowDefinition Definition(string name, params IReadOnlyList<InputDefinition> inputs) => new()
    {
        Name = name,
        Version = "1.0",
        Inputs = inputs,
        Steps = [],
        Source = $"name: {name}\n",
        File = $"{name}.yaml",
    };

    public static TemplateTree Tree(string json) => TemplateTree.Parse(System.Text.Json.JsonElement.Parse(json), (_, problem) => throw problem);
}
