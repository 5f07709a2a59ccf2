using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ael.Engine.Storage;

namespace Ael.Engine.Api;

/// <summary>How the API writes JSON: results in the one shape of <see cref="StorageJson"/>, and everything else like them.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.Converters.Add(new UtcTimeConverter());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        json.TypeInfoResolverChain.Insert(0, StorageJson.Readable);
    }
}
