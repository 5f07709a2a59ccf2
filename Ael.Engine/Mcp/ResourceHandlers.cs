using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>Workflows' YAML and executions as resources. They are there as long as callers see workflows or management tools.</summary>
internal sealed class ResourceHandlers(IWorkflowCatalogue catalogue, IWorkflowEngine engine, EngineOptions options)
{
    private const string WorkflowPrefix = "ael://workflows/";
    private const string ExecutionPrefix = "ael://executions/";
    private const string WorkflowTemplate = WorkflowPrefix + "{name}";
    private const string ExecutionTemplate = ExecutionPrefix + "{id}";
    private const string Yaml = "application/yaml";
    private const string Json = "application/json";

    // The protocol's own bound on the values of one completion.
    private const int MaxCompletions = 100;

    private bool Exposed => options.Mcp.Exposure.Workflows || options.Mcp.Exposure.Management;

    private IEnumerable<WorkflowDefinition> Workflows => Exposed
        ? catalogue.Entries.Select(e => e.Name).Distinct().Select(n => catalogue.Find(n)).OfType<WorkflowDefinition>().OrderBy(w => w.Name, StringComparer.Ordinal)
        : [];

    public ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListResourcesResult
        {
            Resources = [.. Workflows.Select(w => new Resource
            {
                Uri = WorkflowPrefix + w.Name,
                Name = w.Name,
                Description = w.Description ?? $"The workflow '{w.Name}'.",
                MimeType = Yaml,
            })],
        });

    public ValueTask<ListResourceTemplatesResult> ListTemplatesAsync(
        RequestContext<ListResourceTemplatesRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates = !Exposed ? [] :
            [
                new() { UriTemplate = WorkflowTemplate, Name = "workflow", Description = "A workflow's YAML.", MimeType = Yaml },
                new() { UriTemplate = ExecutionTemplate, Name = "execution", Description = "An execution with every step.", MimeType = Json },
            ],
        });

    public async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken)
    {
        var uri = request.Params.Uri;
        var workflow = After(WorkflowPrefix, uri) is { } name ? Workflows.FirstOrDefault(w => w.Name == name) : null;
        var execution = After(ExecutionPrefix, uri) is { } id && Exposed ? await engine.GetAsync(id, cancellationToken) : null;
        if ((workflow?.Source ?? (execution is null ? null : McpJson.ToText(execution.Result))) is not { } text)
        {
            var known = Workflows.Select(w => WorkflowPrefix + w.Name).ToList();
            var advice = DidYouMean.Near(uri, known).Count > 0 ? DidYouMean.Suggest(uri, known)! : $"Use {WorkflowTemplate} with a workflow's name, or {ExecutionTemplate} with an execution's id.";
            throw ProtocolErrors.Of(
                CallerWishes.HasSession(request.Server) ? McpErrorCode.ResourceNotFound : McpErrorCode.InvalidParams,
                new AelError(ErrorCode.ParamInvalid, $"Unknown resource: '{uri}'") { Suggestion = advice },
                "params.uri");
        }

        return new ReadResourceResult
        {
            Contents = [new TextResourceContents { Uri = uri, MimeType = workflow is null ? Json : Yaml, Text = text }],
        };
    }

    /// <summary>Names for the templates' variables, as a user types them.</summary>
    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellationToken)
    {
        var known = !Exposed || request.Params.Ref is not ResourceTemplateReference reference ? []
            : (reference.Uri, request.Params.Argument.Name) switch
            {
                (WorkflowTemplate, "name") => Workflows.Select(w => w.Name),
                (ExecutionTemplate, "id") => (await engine.ListAsync(new ExecutionQuery { Limit = MaxCompletions }, cancellationToken)).Items.Select(e => e.ExecutionId),
                _ => [],
            };
        var values = known.Where(v => v.StartsWith(request.Params.Argument.Value, StringComparison.OrdinalIgnoreCase)).ToList();
        return new CompleteResult
        {
            Completion = new Completion { Values = [.. values.Take(MaxCompletions)], Total = values.Count, HasMore = values.Count > MaxCompletions },
        };
    }

    private static string? After(string prefix, string uri) =>
        uri.StartsWith(prefix, StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[prefix.Length..]) : null;
}
