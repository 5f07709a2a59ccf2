using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Ael.Engine.Api.Requests;

// Shapes of bodies for the OpenAPI document. Bodies are read by JsonBody, whose messages name what is wrong.

/// <summary>Of execute and rerun.</summary>
internal sealed record ExecuteRequest
{
    [Description("By name; absent ones take their defaults.")]
    public JsonObject Inputs { get; init; } = [];
}

internal sealed record CancelRequest
{
    [Description("Shown in the execution's error.")]
    public string Reason { get; init; } = "";
}

internal sealed record ValidateRequest
{
    [Description("The workflow's YAML.")]
    public required string Yaml { get; init; }
}

internal sealed record ToolCallRequest
{
    [Description("As the tool's input schema says.")]
    public JsonObject Arguments { get; init; } = [];

    [Description("Needed when two servers offer the tool.")]
    public string Server { get; init; } = "";
}
