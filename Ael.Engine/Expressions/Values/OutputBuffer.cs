using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>Collects a JSON result and stops it at the limit while it grows, not after. May be used again, from <see cref="Begin"/> to <see cref="Dispose"/>.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>, IDisposable
{
    // Depth is checked once, when the result is parsed.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private TemplateLimits _limits = TemplateLimits.Default;
    private byte[] _bytes = [];
    private int _length;

    public OutputBuffer() => Writer = new Utf8JsonWriter(this, s_options);

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public OutputBuffer Begin(TemplateLimits limits)
    {
        (_limits, _bytes, _length) = (limits, ArrayPool<byte>.Shared.Rent(256), 0);
        Writer.Reset();
        return this;
    }

    /// <summary>A name as the writer would write it.</summary>
    public static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(name, s_options.Encoder);

    public void Advance(int count)
    {
        _length += count;
        if (_length > _limits.MaxOutputBytes)
        {
            throw TooLarge(_limits);
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
        Writer.Flush();
        try
        {
            return JsonElement.Parse(Written, new JsonDocumentOptions { MaxDepth = _limits.MaxDepth });
        }
        catch (JsonException) // What was written is well-formed, so only its depth can be at fault.
        {
            throw new EvaluationException($"the result is nested deeper than {_limits.MaxDepth} levels", "Take a part of it, or flatten it in a code step.");
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
