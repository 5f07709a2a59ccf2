namespace Ael.Engine.Expressions.Syntax;

/// <summary>Raised while nodes are built, where the place in the text is not known; the parser adds it.</summary>
internal sealed class ExpressionTooDeepException(string message) : Exception(message);
