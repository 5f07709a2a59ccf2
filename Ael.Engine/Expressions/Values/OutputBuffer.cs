using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>Collects a JSON result and stops it at the limit while it grows, not after.</summary>
internal sealed class OutputBuffer(TemplateLimits limits) : IBufferWriter<byte>, IDisposable
{
    // Depth is checked once, when the result is parsed.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(256);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> target) => new(target, s_options);

    /// <summary>A name as the writer would write it.</summary>
    public static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(name, s_options.Encoder);

    public void Advance(int count)
    {
        _length += count;
        if (_length > limits.MaxOutputBytes)
        {
            throw TooLarge(limits);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The document written.</summary>
    public JsonElement ToJson()
    {
        try
        {
            return JsonElement.Parse(Written, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
        }
        catch (JsonException) // What was written is well-formed, so only its depth can be at fault.
        {
            throw new EvaluationException($"the result is nested deeper than {limits.MaxDepth} levels", "Take a part of it, or flatten it in a code step.");
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    public static EvaluationException TooLarge(TemplateLimits limits) => new(
        $"the result is larger than {limits.MaxOutputBytes} bytes",
        "Pass less on, or raise `templates.max_output` in the configuration.");

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
