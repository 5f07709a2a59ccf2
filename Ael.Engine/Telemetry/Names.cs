namespace Ael.Engine.Telemetry;

/// <summary>Values of the <c>component</c> label and log field (engine.md, section 8).</summary>
internal static class Components
{
    public const string WorkflowEngine = "workflow_engine";
    public const string ToolInvoker = "tool_invoker";
    public const string CodeRunner = "code_runner";
    public const string McpServer = "mcp_server";
    public const string McpClient = "mcp_client";
    public const string Api = "api";
    public const string Config = "config";
    public const string Storage = "storage";

    public static readonly IReadOnlyList<string> All = [WorkflowEngine, ToolInvoker, CodeRunner, McpServer, McpClient, Api, Config, Storage];
}
