using Ael.Engine.Errors;

namespace Ael.Engine.Expressions;

/// <summary>Something an expression asked for cannot be had. The template turns it into TEMPLATE_ERROR and adds the expression's text.</summary>
internal sealed class EvaluationException(string message, string? suggestion = null) : Exception(message)
{
    public string? Suggestion { get; } = suggestion;

    /// <param name="quote">The expression, for the end of the message.</param>
    public AelError ToError(string quote = "") => new(ErrorCode.TemplateError, Message + quote) { Suggestion = Suggestion ?? ErrorCode.TemplateError.DefaultSuggestion };
}
