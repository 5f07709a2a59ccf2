using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ael.Engine.Configuration;

/// <summary>
/// Hides secrets behind [redacted]. Nearly every value holds none, so a quick search for the few texts that every secret or secret's
/// name contains comes first; only what it stops at is looked at closely.
/// </summary>
internal sealed class Redactor : IRedactor
{
    /// <summary>What stands in the place of a secret.</summary>
    internal const string Hidden = "[redacted]";
    private const string Replacement = "${keep}" + Hidden;
    private const int Window = 512;

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    private readonly RedactedKeys _keys;
    private readonly Regex[] _patterns;
    private readonly SearchValues<string> _triggers;
    private readonly int _longestTrigger;

    public Redactor(StorageOptions options)
    {
        _keys = new RedactedKeys(options.RedactKeys);
        _patterns = [.. options.RedactPatterns.Select(Compile)];

        // An escaped letter (\u0070assword) hides a name from the search, so it is one of the things to stop at.
        string[] triggers = [.. _keys.Triggers, .. RedactedPatterns.Triggers, "\\u00"];
        // What contains another one would be found by that, and takes time in every search.
        triggers = [.. triggers.Where(t => !triggers.Any(other => other.Length < t.Length && t.Contains(other, StringComparison.OrdinalIgnoreCase)))];
        _triggers = SearchValues.Create(triggers, StringComparison.OrdinalIgnoreCase);
        _longestTrigger = triggers.Max(t => t.Length);
    }

    /// <summary>Without backtracking: a pattern of the configuration must not be able to stop the engine.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or matches the empty text and so everywhere.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Compile(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return regex.IsMatch("") ? throw new ArgumentException("it matches the empty text", nameof(pattern)) : regex;
    }

    public string Redact(string text)
    {
        if (text.AsSpan().ContainsAny(_triggers))
        {
            text = RedactedPatterns.Secret().Replace(text, Replacement);
            text = RedactedPatterns.Assignment().Replace(text, Replacement);
        }

        foreach (var pattern in _patterns)
        {
            text = pattern.Replace(text, Hidden);
        }

        return text;
    }

    public JsonElement Redact(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined || (_patterns.Length == 0 && !MayHoldSecret(value)))
        {
            return value;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, s_readable);
        var changed = Write(writer, value);
        writer.Flush();
        return changed ? JsonElement.Parse(buffer.WrittenSpan) : value;
    }

    // No number is a secret by itself, and no literal.
    private bool MayHoldSecret(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String && ContainsTrigger(JsonMarshal.GetRawUtf8Value(value));

    // There is no search for many texts in bytes. All of ours are ASCII, so bytes widened to characters do, a window at a time.
    private bool ContainsTrigger(ReadOnlySpan<byte> json)
    {
        Span<char> window = stackalloc char[Window];
        while (true)
        {
            var length = Encoding.Latin1.GetChars(json[..Math.Min(Window, json.Length)], window);
            if (((ReadOnlySpan<char>)window[..length]).ContainsAny(_triggers))
            {
                return true;
            }

            if (json.Length <= Window)
            {
                return false;
            }

            json = json[(Window - _longestTrigger)..];
        }
    }

    /// <summary>Writes the value without its secrets; true when there were any.</summary>
    private bool Write(Utf8JsonWriter writer, JsonElement value)
    {
        var changed = false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    changed |= Write(writer, property);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    changed |= Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                if (Decode(value) is not { } text)
                {
                    writer.WriteStringValue(Hidden);
                    return true;
                }

                var redacted = Redact(text);
                writer.WriteStringValue(redacted);
                return !ReferenceEquals(text, redacted);
            default:
                value.WriteTo(writer);
                break;
        }

        return changed;
    }

    private bool Write(Utf8JsonWriter writer, JsonProperty property)
    {
        if (Decode(property) is not { } key)
        {
            writer.WritePropertyName(Hidden);
            writer.WriteStringValue(Hidden);
            return true;
        }

        var name = Redact(key);
        writer.WritePropertyName(name);

        // That a secret is missing or switched off is no secret.
        if (property.Value.ValueKind is JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False || !_keys.Contains(key))
        {
            return Write(writer, property.Value) || name != key;
        }

        writer.WriteStringValue(Hidden);
        return true;
    }

    // Null: half of a surrogate pair is in it, so what else is cannot be seen.
    private static string? Decode(JsonElement text) => Decode(text, static t => t.GetString());

    private static string? Decode(JsonProperty property) => Decode(property, static p => p.Name);

    private static string? Decode<T>(T source, Func<T, string?> read)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
