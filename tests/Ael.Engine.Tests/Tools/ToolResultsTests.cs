using System.Text.Json;
using Ael.Engine.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Tools;

public class ToolResultsTests
{
    [Theory]
    [InlineData("plain words", "\"plain words\"")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData(" [1, 2] \n", "[1, 2]")]
    [InlineData("42", "42")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("\"quoted\"", "\"\\u0022quoted\\u0022\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("12345678901234567890123", "\"12345678901234567890123\"")]
    [InlineData("{not json", "\"{not json\"")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("True", "\"True\"")]
    [InlineData("", "\"\"")]
    public void Text_is_parsed_when_it_is_json_and_kept_otherwise(string text, string expected) =>
        Assert.Equal(expected, ToolResults.ToJson(Result(new TextContentBlock { Text = text })).GetRawText());

    [Fact]
    public void Structured_content_wins_over_text()
    {
        var result = Result(new TextContentBlock { Text = "for people" });
        result.StructuredContent = JsonElement.Parse("{\"for\":\"programs\"}");

        Assert.Equal("{\"for\":\"programs\"}", ToolResults.ToJson(result).GetRawText());
    }

    [Fact]
    public void No_content_is_null() => Assert.Equal(JsonValueKind.Null, ToolResults.ToJson(Result()).ValueKind);

    [Fact]
    public void Several_items_are_a_list_in_order()
    {
        var json = ToolResults.ToJson(Result(new TextContentBlock { Text = "a" }, new TextContentBlock { Text = "{\"b\":2}" }));

        Assert.Equal("[\"a\",{\"b\":2}]", json.GetRawText());
    }

    [Fact]
    public void Binary_keeps_its_type_and_data()
    {
        var json = ToolResults.ToJson(Result(
            ImageContentBlock.FromBytes(new byte[] { 1, 2, 3 }, "image/png"),
            AudioContentBlock.FromBytes(new byte[] { 4 }, "audio/wav"),
            new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "test://a", MimeType = "text/plain", Text = "inside" } },
            new ResourceLinkBlock { Uri = "test://b", Name = "b", MimeType = "text/html" }));

        Assert.Equal(
            [("image", "image/png"), ("audio", "audio/wav"), ("resource", "text/plain"), ("resource_link", "text/html")],
            json.EnumerateArray().Select(i => (i.GetProperty("type").GetString(), i.GetProperty("mimeType").GetString())));
        Assert.Equal("AQID", json[0].GetProperty("data").GetString());
        Assert.Equal("BA==", json[1].GetProperty("data").GetString());
        Assert.Equal("inside", json[2].GetProperty("text").GetString());
        Assert.Equal("test://a", json[2].GetProperty("uri").GetString());
        Assert.Equal("test://b", json[3].GetProperty("uri").GetString());
    }

    // Through JSON, as from a real server.
    private static CallToolResult Result(params ContentBlock[] content) =>
        JsonSerializer.Deserialize<CallToolResult>(
            JsonSerializer.SerializeToElement(new CallToolResult { Content = content }, McpJsonUtilities.DefaultOptions), McpJsonUtilities.DefaultOptions)!;
}
