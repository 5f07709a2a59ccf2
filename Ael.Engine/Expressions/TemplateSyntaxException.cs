namespace Ael.Engine.Expressions;

/// <summary>A template's text that cannot be parsed. <see cref="Offset"/> counts characters from its start.</summary>
internal sealed class TemplateSyntaxException(string message, int offset, string? suggestion = null) : Exception(message)
{
    public int Offset { get; } = offset;

    public string? Suggestion { get; } = suggestion;
}
