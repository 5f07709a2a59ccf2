using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Mcp;

/// <summary>A server behind the engine with the tools that the public conformance suite calls by name.</summary>
internal sealed class ConformanceFixture : IAsyncDisposable
{
    // One red pixel, and a WAV header without samples.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
    private const string Wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

    private readonly WebApplication _app;

    private ConformanceFixture(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static async Task<ConformanceFixture> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMcpServer().WithHttpTransport().WithTools([
            Tool("test_simple_text", () => Text("This is a simple text response for testing.")),
            Tool("test_image_content", Image),
            Tool("test_audio_content", () => AudioContentBlock.FromBytes(Convert.FromBase64String(Wav), "audio/wav")),
            Tool("test_embedded_resource", () => Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
            Tool("test_multiple_content_types", () => new ContentBlock[]
            {
                Text("Multiple content types test:"), Image(), Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
            }),
            Tool("test_tool_with_logging", LogAsync),
            Tool("test_tool_with_progress", ReportProgress),
            Tool("test_error_handling", string () => throw new McpException("This tool intentionally returns an error for testing")),
            WithSchema(Tool("json_schema_2020_12_tool", () => Text("ok"))),
        ]);
        var app = builder.Build();
        app.MapMcp();
        await app.StartAsync(cancellationToken);
        return new ConformanceFixture(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static McpServerTool Tool(string name, Delegate method) =>
        McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = $"For the conformance suite's scenario about {name}." });

    private static McpServerTool WithSchema(McpServerTool tool)
    {
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "$defs": {"address": {"type": "object", "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
              "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
              "additionalProperties": false
            }
            """);
        return tool;
    }

    private static TextContentBlock Text(string text) => new() { Text = text };

    private static ImageContentBlock Image() => ImageContentBlock.FromBytes(Convert.FromBase64String(Png), "image/png");

    private static EmbeddedResourceBlock Embedded(string uri, string mimeType, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mimeType, Text = text } };

    private static async Task<TextContentBlock> LogAsync(McpServer server, CancellationToken cancellationToken)
    {
        foreach (var line in new[] { "Tool execution started", "Tool processing data", "Tool execution completed" })
        {
            await server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(line) },
                cancellationToken: cancellationToken);
        }

        return Text("logged");
    }

    private static TextContentBlock ReportProgress(IProgress<ProgressNotificationValue> progress)
    {
        foreach (var done in new[] { 0, 50, 100 })
        {
            progress.Report(new ProgressNotificationValue { Progress = done, Total = 100 });
        }

        return Text("done");
    }
}
