using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ael.Engine.Storage;

/// <summary>
/// Writes instants in UTC as <c>2026-01-15T10:30:00.123456Z</c>, of fixed width so that texts sort as times do. Microseconds: more
/// digits are refused by some readers (Python before 3.11).
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[32];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
