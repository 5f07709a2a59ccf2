using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Api.Security;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Api;

/// <summary><c>/api/v1/workflows</c></summary>
internal static class WorkflowRoutes
{
    private static readonly QueryParameter s_version = new("version", "A version; without it the highest one.");

    public static void Map(RouteGroupBuilder workflows)
    {
        workflows.MapGet("", ListAsync).Produces<Page<WorkflowSummary>>()
            .Documented("ListWorkflows", "List workflows", "Every workflow file, valid or not, with what is wrong with it.");
        workflows.MapGet("/{name}", GetAsync).Produces<WorkflowDetail>()
            .WithQuery(s_version, new("format", "yaml: the file's text as application/yaml.") { Allowed = ["json", "yaml"] })
            .Documented("GetWorkflow", "Show a workflow", "Inputs, steps and YAML. `Accept: application/yaml` gives the YAML alone.", 404);
        workflows.MapPut("/{name}", PutAsync).RequireAuthorization(Scopes.Admin)
            .Accepts<string>(BodyText.YamlTypes[0], BodyText.YamlTypes[1..]).Produces<WorkflowDetail>().Produces<WorkflowDetail>(201)
            .Documented("PutWorkflow", "Create or replace a workflow", "The body is the YAML. A workflow that is not valid changes nothing; `problems` lists all that is wrong.", 413, 415);
        workflows.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Scopes.Admin).Produces(204)
            .Documented("DeleteWorkflow", "Delete a workflow", "Removes its file. Executions of it that run go on.", 404);
        workflows.MapPost("/validate", ValidateAsync)
            .Accepts<ValidateRequest>("application/json", BodyText.YamlTypes).Produces<ValidationView>()
            .Documented("ValidateWorkflow", "Check a workflow", "Checks YAML, as the body or as `yaml` in JSON, and lists every problem. Stores nothing.", 413, 415);
        workflows.MapPost("/{name}/execute", ExecuteAsync).RequireAuthorization(Scopes.Run)
            .Accepts<ExecuteRequest>(isOptional: true, "application/json").Produces<ExecutionResult>().Produces<StartedView>(202)
            .WithQuery(s_version, ExecutionAnswer.Async)
            .Documented("ExecuteWorkflow", "Run a workflow", "Waits for its end and gives the result; a failed execution is 200 with its result. With `async=true` the answer comes at once. `{name}` may be `name@version`.", 404, 413, 415, 503);
    }

    private static async Task<IResult> ListAsync(IWorkflowCatalogue catalogue, WorkflowViews views, CancellationToken cancellationToken)
    {
        var items = new List<WorkflowSummary>();
        foreach (var entry in catalogue.Entries)
        {
            items.Add(await views.SummaryAsync(entry, cancellationToken));
        }

        return TypedResults.Ok(new Page<WorkflowSummary>(items));
    }

    private static async Task<IResult> GetAsync(string name, HttpRequest request, IWorkflowCatalogue catalogue, WorkflowViews views, CancellationToken cancellationToken)
    {
        var entry = Find(catalogue, name, request.Query.Text("version"));
        if (!Format.Wants(request, "yaml", BodyText.YamlTypes))
        {
            return TypedResults.Ok(await views.DetailAsync(entry, cancellationToken));
        }

        return entry.Definition is { } definition
            ? TypedResults.Text(definition.Source, "application/yaml; charset=utf-8")
            : throw new AelException(ErrorCode.WorkflowInvalid, $"The file of '{name}' has never been valid, so there is no YAML that runs.", suggestion: $"See its problems with GET /api/v1/workflows/{name}.");
    }

    private static async Task<IResult> PutAsync(
        string name, HttpRequest request, IWorkflowCatalogue catalogue, IWorkflowValidator validator, WorkflowViews views, CancellationToken cancellationToken)
    {
        var yaml = await BodyText.YamlAsync(request, cancellationToken);
        var checkedYaml = await validator.ValidateAsync(yaml, file: null, all: false, cancellationToken);
        if (checkedYaml.Definition is not { } definition)
        {
            throw new ApiException(new AelError(ErrorCode.WorkflowInvalid, $"The workflow '{name}' is not valid.")
            {
                Detail = string.Join('\n', checkedYaml.Problems),
                Suggestion = "Correct each place in `problems`; nothing was changed.",
            })
            {
                Problems = checkedYaml.Problems,
            };
        }

        if (definition.Name != name)
        {
            var message = $"The YAML's name is '{definition.Name}', the path's is '{name}'.";
            var advice = $"PUT it to /api/v1/workflows/{definition.Name}, or correct `name:`.";
            var (line, column) = new WorkflowPlaces(yaml).Of("name");
            throw new ApiException(new AelError(ErrorCode.WorkflowInvalid, message) { Suggestion = advice })
            {
                Problems = [new Problem(ErrorCode.WorkflowInvalid, "name", line, column, message, advice)],
            };
        }

        var isNew = catalogue.Entries.All(e => e.Name != name);
        var entry = await catalogue.PutAsync(name, yaml, cancellationToken);
        var view = await views.DetailAsync(entry, cancellationToken);
        return isNew ? TypedResults.Created($"/api/v1/workflows/{name}", view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(string name, IWorkflowCatalogue catalogue, CancellationToken cancellationToken) =>
        await catalogue.DeleteAsync(name, cancellationToken) ? TypedResults.NoContent() : throw NotFound(catalogue, name);

    private static async Task<IResult> ValidateAsync(HttpRequest request, IWorkflowValidator validator, CancellationToken cancellationToken)
    {
        var yaml = BodyText.IsJson(request)
            ? (await JsonBody.ReadAsync(request, ["yaml"], cancellationToken)).String("yaml")
                ?? throw ApiException.Parameter("The body has no 'yaml'.", "Send {\"yaml\": \"...\"}, or the YAML itself as application/yaml.", path: "$.yaml")
            : await BodyText.YamlAsync(request, cancellationToken);
        var result = await validator.ValidateAsync(yaml, file: null, all: true, cancellationToken);
        return TypedResults.Ok(new ValidationView(result.Valid, result.Definition?.Name, result.Definition?.Version, [.. result.Problems.Select(ProblemView.Of)]));
    }

    private static async Task<IResult> ExecuteAsync(string name, HttpContext http, IWorkflowEngine engine, ExecutionAnswer answer, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http.Request, ["inputs"], cancellationToken);
        var version = http.Request.Query.Text("version");
        if (version is not null && name.Contains('@', StringComparison.Ordinal))
        {
            throw ApiException.Parameter($"A version is given twice: in the path ('{name}') and as ?version={version}.", "Give it once.", path: "query.version");
        }

        var workflow = version is null ? name : $"{name}@{version}";
        var start = new StartRequest(workflow, body.Object("inputs") ?? ExecutionAnswer.NoInputs, "rest") { CallerWaits = ExecutionAnswer.IsAwaited(http) };
        return await answer.AfterAsync(http, token => engine.StartAsync(start, token));
    }

    private static WorkflowEntry Find(IWorkflowCatalogue catalogue, string name, string? version)
    {
        var named = catalogue.Entries.Where(e => e.Name == name).ToList();
        if (named.Count == 0)
        {
            throw NotFound(catalogue, name);
        }

        // The catalogue knows which version is the highest; a file that has never been valid has none.
        var wanted = version ?? catalogue.Find(name)?.Version;
        return named.FirstOrDefault(e => wanted is null || e.Version == wanted)
            ?? throw new AelException(
                ErrorCode.WorkflowNotFound,
                $"The workflow '{name}' has no version '{version}'.",
                suggestion: $"use one of: {string.Join(", ", named.Select(e => e.Version).OfType<string>())}");
    }

    private static AelException NotFound(IWorkflowCatalogue catalogue, string name) => new(
        ErrorCode.WorkflowNotFound, $"There is no workflow '{name}'.", suggestion: DidYouMean.Suggest(name, catalogue.Entries.Select(e => e.Name).Distinct()));
}
