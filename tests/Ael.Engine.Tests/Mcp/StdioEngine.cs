namespace Ael.Engine.Tests.Mcp;

/// <summary>What it takes to run the built engine as a child process that speaks MCP on its standard input and output.</summary>
internal sealed class StdioEngine : IDisposable
{
    private readonly string _folder = EngineServer.WriteWorkflows();

    /// <param name="telemetry">The section of that name.</param>
    public StdioEngine(string telemetry = "{ enabled: false }")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Config)!);

        // In a folder of its own, since every YAML file beside the workflows is one. Text, at its most talkative: none of it may reach standard output.
        File.WriteAllText(Config, $$"""
            workflows: { directory: .. }
            storage: { path: ":memory:" }
            telemetry: {{telemetry}}
            logging: { level: debug, format: text }
            """);
    }

    public static string Command => Path.Combine(AppContext.BaseDirectory, "Ael.Engine");

    public IReadOnlyList<string> Args => ["--stdio", "--config", Config];

    public string Config => Path.Combine(_folder, "config", "ael-config.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
