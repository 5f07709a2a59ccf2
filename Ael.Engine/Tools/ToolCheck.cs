using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tools;

/// <summary>Checks a workflow's tool steps against the servers as they are now.</summary>
internal sealed class ToolCheck(IToolClient client) : IWorkflowCheck
{
    public bool IsStatic => false;

    public Task<IReadOnlyList<Problem>> CheckAsync(WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var tools = client.Tools;
        // A server may come up between the two looks: one whose tools are not all in the list is still connecting.
        var servers = client.Servers
            .Select(s => s.State == ServerState.Up && s.ToolCount != tools.Count(t => t.Server == s.Name) ? s with { State = ServerState.Connecting } : s).ToList();
        return Task.FromResult<IReadOnlyList<Problem>>(
            [.. workflow.Steps.Where(s => s.Tool is not null).SelectMany(s => Check(s, s.Tool!, tools, servers))]);
    }

    private static IEnumerable<Problem> Check(StepDefinition step, string name, IReadOnlyList<ToolInfo> tools, List<ServerStatus> servers)
    {
        if (step.Server is { } pinned && servers.All(s => s.Name != pinned))
        {
            return [UnknownServer(step, pinned, servers)];
        }

        var offered = tools.Where(t => step.Server is null || t.Server == step.Server).ToList();
        var matches = offered.Where(t => t.Name == name).ToList();
        return matches.Count switch
        {
            0 => [UnknownTool(step, name, offered, servers)],
            1 => CheckParameters(step, matches[0]),
            _ => [Ambiguous(step, name, matches)],
        };
    }

    private static Problem UnknownServer(StepDefinition step, string server, IReadOnlyList<ServerStatus> servers)
    {
        var names = servers.Select(s => s.Name).ToList();
        return new Problem(
            ErrorCode.ToolNotFound, $"steps[{step.Index}].mcp", step.Line, 0,
            $"there is no MCP server '{server}'; configured: {(names.Count == 0 ? "none" : string.Join(", ", names))}",
            DidYouMean.Suggest(server, names) ?? "add it under tools.mcp_servers");
    }

    private static Problem UnknownTool(StepDefinition step, string name, IReadOnlyList<ToolInfo> offered, IReadOnlyList<ServerStatus> servers)
    {
        var silent = servers
            .Where(s => s.State != ServerState.Up && (step.Server is null ? s.State != ServerState.Disabled : s.Name == step.Server))
            .Select(s => $"'{s.Name}' is {s.State.ToString().ToLowerInvariant()}").ToList();
        var where = step.Server is null ? "no MCP server offers" : $"MCP server '{step.Server}' does not offer";
        return new Problem(
            ErrorCode.ToolNotFound, $"steps[{step.Index}].tool", step.Line, 0,
            silent.Count == 0 ? $"{where} the tool '{name}'" : $"{where} the tool '{name}' now ({string.Join(", ", silent)})",
            DidYouMean.Suggest(name, offered.Select(t => t.Name)))
        {
            // It may be a tool of a server that is not up.
            Severity = silent.Count == 0 && step.OnMissingTool == OnMissingTool.Fail ? ProblemSeverity.Error : ProblemSeverity.Warning,
        };
    }

    private static Problem Ambiguous(StepDefinition step, string name, List<ToolInfo> matches) => new(
        ErrorCode.ToolNotFound, $"steps[{step.Index}].tool", step.Line, 0,
        $"tool '{name}' is offered by {string.Join(" and ", matches.Select(t => $"'{t.Server}'"))}",
        $"pin the server, as in `mcp: {matches[0].Server}`");

    // Names only: values may be templates, and the server judges them better than we could.
    private static IEnumerable<Problem> CheckParameters(StepDefinition step, ToolInfo tool)
    {
        var given = step.Params?.Source is { ValueKind: JsonValueKind.Object } source ? source.EnumerateObject().Select(p => p.Name).ToList() : [];
        var known = Names(tool.InputSchema, "properties");
        foreach (var missing in Names(tool.InputSchema, "required").Except(given, StringComparer.Ordinal))
        {
            yield return Warning(step, "params", $"tool '{tool.Name}' requires the parameter '{missing}'", $"add `{missing}:` under params");
        }

        if (known.Count == 0 || (tool.InputSchema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind != JsonValueKind.False))
        {
            yield break;
        }

        foreach (var unknown in given.Except(known, StringComparer.Ordinal))
        {
            yield return Warning(step, $"params.{unknown}", $"tool '{tool.Name}' has no parameter '{unknown}'", DidYouMean.Suggest(unknown, known));
        }
    }

    private static Problem Warning(StepDefinition step, string place, string message, string? suggestion) =>
        new(ErrorCode.ToolRejected, $"steps[{step.Index}].{place}", step.Line, 0, message, suggestion) { Severity = ProblemSeverity.Warning };

    private static IReadOnlyList<string> Names(JsonElement schema, string member)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(member, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => [.. value.EnumerateObject().Select(p => p.Name)],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)],
            _ => [],
        };
    }
}
