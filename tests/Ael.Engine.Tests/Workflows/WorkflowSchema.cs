using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Workflows;

/// <summary>docs/reference/workflow.schema.json, as editors use it.</summary>
internal static class WorkflowSchema
{
    public static readonly JsonElement Document = JsonElement.Parse(File.ReadAllText(Repository.PathOf("docs", "reference", "workflow.schema.json")));

    private static readonly MiniSchema s_schema = new(Document);

    /// <summary>What the schema has against the file; null when nothing. YAML that cannot be read at all never gets that far.</summary>
    public static string? Refuses(string yaml)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);
        var root = YamlLoader.Load(yaml, problems);
        return problems.HasErrors ? "not readable" : s_schema.Refuses(root?.ToJson() ?? JsonElement.Parse("null"));
    }
}
