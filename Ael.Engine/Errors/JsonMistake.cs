using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Ael.Engine.Errors;

/// <summary>Why a text is not JSON, and where: line and column from 1, the column in bytes.</summary>
internal sealed record JsonMistake(string Reason, int Line, int Column)
{
    // A key given twice would silently lose one of its values.
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a whole text, which may begin with a byte order mark. No key may be there twice in an object.</summary>
    /// <returns>The value, or the mistake.</returns>
    public static (JsonElement Value, JsonMistake? Mistake) Find(ReadOnlyMemory<byte> utf8)
    {
        utf8 = utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8;
        try
        {
            // The parser takes any bytes within strings, and would make something else of these later.
            if (!Utf8.IsValid(utf8.Span))
            {
                return (default, NotUtf8(utf8.Span));
            }

            using var document = JsonDocument.Parse(utf8, s_strict);
            return HalfPair(utf8.Span) is { } half ? (default, half) : (document.RootElement.Clone(), null);
        }
        catch (JsonException e)
        {
            return (default, e.LineNumber is null ? Twice(utf8.Span) ?? Of(e) : Of(e));
        }
        catch (InvalidOperationException)
        {
            // What the parser says of a key that is no text, when it compares it with others.
            return (default, HalfPair(utf8.Span) ?? new JsonMistake("a key cannot be read.", 1, 1));
        }
    }

    /// <summary>
    /// An escape such as <c>\ud800</c> without its other half in a document that is JSON otherwise: it stands for no character, and whoever reads
    /// it as text fails. Null when there is none.
    /// </summary>
    public static JsonMistake? HalfPair(ReadOnlySpan<byte> json)
    {
        // Most documents have no escapes at all, and most of those that have some have none of these.
        if (!json.Contains((byte)'\\') || (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            if (reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName } && !IsText(ref reader))
            {
                return At(json, (int)reader.TokenStartIndex, "a text has one half of a surrogate pair, which is no character.");
            }
        }

        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonMistake NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return At(bytes, at, "this byte is not UTF-8.");
    }

    // Of a key that is there twice, the parser does not say where.
    private static JsonMistake? Twice(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var open = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName when reader.GetString() is { } name && !open.Peek().Add(name):
                    return At(utf8, (int)reader.TokenStartIndex, $"the key '{name}' is here twice in one object.");
            }
        }

        return null;
    }

    private static JsonMistake At(ReadOnlySpan<byte> text, int offset, string reason)
    {
        var before = text[..offset];
        return new JsonMistake(reason, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    private static JsonMistake Of(JsonException e)
    {
        // The parser's message ends in its own way of saying the place.
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = (end < 0 ? e.Message : e.Message[..end]).Replace(" Change the reader options.", "", StringComparison.Ordinal);
        return new JsonMistake(reason, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1);
    }
}
