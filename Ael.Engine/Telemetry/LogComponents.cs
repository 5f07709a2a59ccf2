namespace Ael.Engine.Telemetry;

/// <summary>Which component a log category belongs to: the folder of the class that logs, with two classes of the engine that speak for a part.</summary>
internal static class LogComponents
{
    private const string Ours = "Ael";
    private const string Root = Ours + ".Engine.";

    // The closest match comes first.
    private static readonly (string Prefix, string Component)[] s_prefixes =
    [
        .. Components.All.Select(c => (c, c)),
        (Root + "Execution.ToolInvoker", Components.ToolInvoker),
        (Root + "Execution.CodeStep", Components.CodeRunner),
        (Root + "Execution", Components.WorkflowEngine),
        (Root + "Cluster", Components.WorkflowEngine),
        (Ours + ".Cluster", Components.WorkflowEngine),
        (Root + "Workflows", Components.WorkflowEngine),
        (Root + "Tools", Components.McpClient),
        (Root + "Python", Components.CodeRunner),
        (Root + "Mcp", Components.McpServer),
        (Root + "Api", Components.Api),
        (Root + "WebConsole", Components.Api),
        (Root + "Configuration", Components.Config),
        (Root + "Hosting", Components.Config),
        (Root + "Storage", Components.Storage),
        (Ours, Components.Config),
        ("ModelContextProtocol", Components.McpServer),
        ("Orleans", Components.WorkflowEngine),
        ("OpenTelemetry", Components.Config),
        ("Microsoft.Extensions.Hosting", Components.Config),
        ("Microsoft", Components.Api),
        ("System", Components.Api),
    ];

    /// <summary>Component of a category, which may be a component's name itself; what is unknown belongs to the api, as the web server does.</summary>
    public static string Of(string category)
    {
        foreach (var (prefix, component) in s_prefixes)
        {
            if (category.StartsWith(prefix, StringComparison.Ordinal) && (category.Length == prefix.Length || category[prefix.Length] == '.'))
            {
                return component;
            }
        }

        return Components.Api;
    }

    /// <summary>Every category prefix with its component; <c>Ours</c> is false for the frameworks.</summary>
    public static IEnumerable<(string Prefix, string Component, bool Ours)> Prefixes =>
        s_prefixes.Select(p => (p.Prefix, p.Component, p.Prefix == p.Component || p.Prefix.StartsWith(Ours, StringComparison.Ordinal)));
}
