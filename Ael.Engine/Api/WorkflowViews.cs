using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Workflows;

namespace Ael.Engine.Api;

/// <summary>Turns catalogue entries into what the API shows.</summary>
internal sealed class WorkflowViews(EngineOptions options, IEnumerable<IWorkflowCheck> checks)
{
    // The others depend on the file alone, so the catalogue has their findings already.
    private readonly IReadOnlyList<IWorkflowCheck> _checks = [.. checks.Where(c => !c.IsStatic)];

    private const int MostShown = 1 << 20;

    public async Task<WorkflowSummary> SummaryAsync(WorkflowEntry entry, CancellationToken cancellationToken) => new(
        entry.Name,
        entry.Version,
        entry.Definition?.Description,
        entry.Definition?.Tags ?? [],
        entry.Valid,
        // Where the folder lies on this machine is nobody's business.
        Path.GetRelativePath(options.Workflows.Directory, entry.File),
        entry.Definition is null ? null : entry.LoadedAt,
        entry.Definition?.Steps.Count ?? 0,
        await ProblemsAsync(entry, cancellationToken));

    public async Task<WorkflowDetail> DetailAsync(WorkflowEntry entry, CancellationToken cancellationToken)
    {
        var summary = await SummaryAsync(entry, cancellationToken);
        var definition = entry.Definition;
        return new WorkflowDetail(
            summary.Name,
            summary.Version,
            summary.Description,
            summary.Tags,
            summary.Valid,
            summary.File,
            summary.LoadedAt,
            (definition?.Timeout ?? options.Execution.Timeout).TotalSeconds,
            [.. (definition?.Inputs ?? []).Select(InputView.Of)],
            [.. (definition?.Steps ?? []).Select(s => StepView.Of(s, options))],
            [.. (definition?.Outputs ?? []).Select(o => new OutputView(o.Name, o.Description))],
            definition is null ? null : InputSchema.Inputs(definition),
            definition is null ? null : InputSchema.Outputs(definition),
            definition?.Source,
            entry.Valid ? null : await FileAsync(entry.File, cancellationToken),
            summary.Problems);
    }

    // It may have gone meanwhile, or be what no workflow is: then there is nothing to mark problems in.
    private static async Task<string?> FileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MostShown } ? await File.ReadAllTextAsync(path, cancellationToken) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<ProblemView>> ProblemsAsync(WorkflowEntry entry, CancellationToken cancellationToken)
    {
        var problems = entry.Problems.ToList();
        if (entry.Definition is { } definition)
        {
            foreach (var check in _checks)
            {
                problems.AddRange(await check.CheckAsync(definition, cancellationToken));
            }
        }

        return [.. problems.OrderBy(p => p.Line).Select(ProblemView.Of)];
    }
}
