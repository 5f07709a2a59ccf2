namespace Ael.Engine.Tests.EndToEnd;

/// <summary>A folder with a configuration, workflows and an execution store, for one engine or several, one after the other.</summary>
internal sealed class EngineFolder : IDisposable
{
    /// <summary>Endless Python; the step's own timeout is what ends it.</summary>
    public const string Loops = """
        name: loops
        version: "1.0"
        inputs:
          - id: 0
        steps:
          - id: spin
            timeout: 5s
            code: |
              while True:
                  pass
        """;

    /// <summary>Endless Python that nothing ends within a test, after a tool call that says it has begun.</summary>
    public const string Busy = """
        name: busy
        version: "1.0"
        timeout: 1h
        steps:
          - id: begin
            tool: text_stats
            params: { text: begin }
            # The server may still be starting, for the second time on a busy machine.
            retry: { max_attempts: 100, backoff: fixed, delay: 500ms }
          - id: spin
            timeout: 1h
            code: |
              while True:
                  pass
        """;

    public const string Stats = """
        name: stats
        version: "1.0"
        steps:
          - id: count
            tool: text_stats
            params: { text: one two three }
        output: "{{ steps.count.output.words }}"
        """;

    public const string Add = """
        name: add
        version: "1.0"
        inputs:
          - a: 1
        steps:
          - id: sum
            code: return context.inputs["a"] + 1
        output: "{{ steps.sum.output }}"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-e2e-");

    /// <param name="more">Lines of configuration beyond those for workflows, storage and the sample tools.</param>
    /// <param name="workflows">YAML texts.</param>
    public EngineFolder(string more, params string[] workflows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WorkflowPath("any"))!);
        foreach (var workflow in workflows)
        {
            File.WriteAllText(WorkflowPath(workflow.Split('\n')[0]["name: ".Length..]), workflow);
        }

        File.WriteAllText(Config, $$"""
            workflows: { directory: workflows }
            tools:
              mcp_servers:
                local: { command: dotnet, args: ['{{Path.Combine(AppContext.BaseDirectory, "Ael.SampleTools.dll")}}', --root, .] }
            {{more}}
            """);
    }

    public string Config => Path.Combine(_folder.FullName, "ael-config.yaml");

    public Dictionary<string, string> Environment => EnvironmentFor(_folder.FullName);

    /// <summary>Free ports, readable log, and a store in this folder.</summary>
    public static Dictionary<string, string> EnvironmentFor(string folder) => new()
    {
        ["AEL__SERVER__PORT"] = "0",
        ["AEL__TELEMETRY__METRICS__PORT"] = "0",
        ["AEL__LOGGING__FORMAT"] = "text",
        ["AEL__STORAGE__PATH"] = Path.Combine(folder, "ael.db"),
    };

    public string WorkflowPath(string name) => Path.Combine(_folder.FullName, "workflows", $"{name}.yaml");

    public Task<ServingEngine> ServeAsync(CancellationToken cancellationToken) =>
        ServingEngine.StartAsync(["serve", "--config", Config], Environment, cancellationToken);

    public void Dispose() => _folder.Delete(recursive: true);
}
