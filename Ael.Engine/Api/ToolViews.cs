using System.ComponentModel;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tools;

namespace Ael.Engine.Api;

internal sealed record ToolView(
    string Name,
    [property: Description("The MCP server that offers it.")] string Server,
    string? Title,
    string? Description,
    [property: Description("JSON Schema of its arguments.")] JsonElement InputSchema,
    [property: Description("JSON Schema of its structured result; null when it declares none.")] JsonElement? OutputSchema)
{
    public static ToolView Of(ToolInfo tool) =>
        new(tool.Name, tool.Server, tool.Protocol.Title, tool.Description, tool.InputSchema, tool.Protocol.OutputSchema);
}

internal sealed record ToolCallView(string Tool, string? Server, JsonElement Output, double DurationMs);

internal sealed record ServerView(
    string Name,
    [property: Description("stdio or http.")] string Transport,
    ServerState State,
    [property: Description("When this state began.")] DateTimeOffset Since,
    int ToolCount,
    [property: Description("How often a connection was lost and made again.")] int Restarts,
    [property: Description("Why it is down; null when it is not.")] AelError? Error,
    [property: Description("Last lines that a stdio server wrote to its standard error.")] IReadOnlyList<string> Stderr)
{
    public static Page<ServerView> All(IToolClient client) => new([.. client.Servers.Select(s =>
        new ServerView(s.Name, s.Transport, s.State, s.Since, s.ToolCount, s.Restarts, s.Error, s.Stderr))]);
}
