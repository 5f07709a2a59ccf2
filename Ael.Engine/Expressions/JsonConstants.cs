using System.Text.Json;

namespace Ael.Engine.Expressions;

/// <summary>JSON that is the same everywhere.</summary>
internal static class JsonConstants
{
    public static readonly JsonElement Null = JsonElement.Parse("null"u8);
    public static readonly JsonElement True = JsonElement.Parse("true"u8);
    public static readonly JsonElement False = JsonElement.Parse("false"u8);
}
