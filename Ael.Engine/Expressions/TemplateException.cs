using Ael.Engine.Errors;

namespace Ael.Engine.Expressions;

/// <summary>TEMPLATE_ERROR of a string that was parsed well but has no value.</summary>
/// <param name="error">The error, without a place in the file: nobody here knows the file.</param>
/// <param name="path">Where the string stands in its document, as in <c>items[2].text</c>; empty for the document itself.</param>
/// <param name="offset">Characters from the string's start to the expression that failed.</param>
/// <param name="inner">What it was before <paramref name="path"/> was known.</param>
internal sealed class TemplateException(AelError error, string path, int offset, Exception? inner = null) : AelException(error, inner)
{
    public string Path { get; } = path;

    public int Offset { get; } = offset;
}
