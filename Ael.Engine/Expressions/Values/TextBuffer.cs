using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Ael.Engine.Expressions.Values;

/// <summary>Builds text of bounded size. Values go in as text does: strings as they are, null as nothing, the rest as compact JSON.</summary>
internal sealed class TextBuffer(TemplateLimits limits)
{
    // No character takes more than three bytes for each of its units.
    private const int MostBytes = 3;

    private char[] _text = ArrayPool<char>.Shared.Rent(256);
    private int _length;

    // Negative: not counted, since all of it fits however many they are.
    private long _bytes = -1;

    public void Append(ReadOnlySpan<char> text)
    {
        if (_bytes >= 0 || ((long)_length + text.Length) * MostBytes > limits.MaxOutputBytes)
        {
            _bytes = (_bytes >= 0 ? _bytes : Encoding.UTF8.GetByteCount(_text.AsSpan(0, _length))) + Encoding.UTF8.GetByteCount(text);
            if (_bytes > limits.MaxOutputBytes)
            {
                throw OutputBuffer.TooLarge(limits);
            }
        }

        if (text.Length > _text.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    public void Append(in Value value)
    {
        if (!value.TryGetUtf8(out var utf8) || !TryAppend(utf8))
        {
            Append(ToText(value, limits));
        }
    }

    /// <summary>One value as text.</summary>
    public static string ToText(in Value value, TemplateLimits limits) => value.Kind switch
    {
        ValueKind.Text => value.ToText(),
        ValueKind.Null or ValueKind.Absent => "",
        ValueKind.Boolean => value.IsTrue ? "true" : "false",
        ValueKind.Number => value.NumberText(),
        _ => value.ToJsonText(limits),
    };

    /// <summary>The text. Nothing can be added afterwards.</summary>
    public string End()
    {
        var text = new string(_text, 0, _length);
        ArrayPool<char>.Shared.Return(_text);
        (_text, _length) = ([], 0);
        return text;
    }

    // Without a string for it. No byte gives more than one unit.
    private bool TryAppend(ReadOnlySpan<byte> utf8)
    {
        if (_bytes >= 0 || ((long)_length + utf8.Length) * MostBytes > limits.MaxOutputBytes)
        {
            return false;
        }

        if (utf8.Length > _text.Length - _length)
        {
            Grow(utf8.Length);
        }

        var isValid = Utf8.ToUtf16(utf8, _text.AsSpan(_length), out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done;
        _length += isValid ? length : 0;
        return isValid;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _text.Length * 2));
        _text.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }
}
