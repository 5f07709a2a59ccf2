using System.Text;
using Ael.Engine.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace Ael.Engine.Api.Requests;

/// <summary>A request's body as bytes and text, with its content type checked.</summary>
internal static class BodyText
{
    public static readonly string[] YamlTypes = ["application/yaml", "text/yaml", "application/x-yaml", "text/x-yaml", "text/plain"];

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<byte[]> BytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>The YAML of a workflow.</summary>
    public static async Task<string> YamlAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RequireType(request, IsYaml(request));
        var bytes = await BytesAsync(request, cancellationToken);
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            var text = s_utf8.GetString(bytes, start, bytes.Length - start);
            return string.IsNullOrWhiteSpace(text)
                ? throw ApiException.Parameter("The body is empty; a workflow's YAML is expected.", "Send the file, as with `curl --data-binary @workflow.yaml`.", path: "$")
                : text;
        }
        catch (DecoderFallbackException e)
        {
            throw ApiException.Parameter($"The body is not UTF-8: byte {start + e.Index} does not belong there.", "Save the file as UTF-8.", path: "$");
        }
    }

    public static bool IsYaml(HttpRequest request) => Has(request, YamlTypes);

    public static bool IsJson(HttpRequest request) => Has(request, ["application/json"]);

    public static void RequireType(HttpRequest request, bool fits)
    {
        if (!fits)
        {
            throw EmptyAnswers.UnsupportedMediaType(request);
        }
    }

    private static bool Has(HttpRequest request, string[] types) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
