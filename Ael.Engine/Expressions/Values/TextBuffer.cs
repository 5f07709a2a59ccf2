using System.Text;

namespace Ael.Engine.Expressions.Values;

/// <summary>Builds text of bounded size. Values go in as text does: strings as they are, null as nothing, the rest as compact JSON.</summary>
internal sealed class TextBuffer(TemplateLimits limits)
{
    private readonly StringBuilder _text = new();
    private long _bytes;

    public void Append(ReadOnlySpan<char> text)
    {
        _bytes += Encoding.UTF8.GetByteCount(text);
        if (_bytes > limits.MaxOutputBytes)
        {
            throw OutputBuffer.TooLarge(limits);
        }

        _text.Append(text);
    }

    public void Append(Value value) => Append(ToText(value, limits));

    /// <summary>One value as text.</summary>
    public static string ToText(Value value, TemplateLimits limits) => value.Kind switch
    {
        ValueKind.Text => value.ToText(),
        ValueKind.Null or ValueKind.Absent => "",
        ValueKind.Boolean => value.IsTrue ? "true" : "false",
        ValueKind.Number => value.NumberText(),
        _ => value.ToJsonText(limits),
    };

    public override string ToString() => _text.ToString();
}
