namespace Ael.Engine.Expressions;

/// <summary>Bounds on one evaluation; exceeding one is TEMPLATE_ERROR.</summary>
/// <param name="MaxOutputBytes">UTF-8 bytes of the JSON result.</param>
/// <param name="MaxDepth">Nesting of the expression and of values built by it.</param>
internal sealed record TemplateLimits(int MaxOutputBytes = 4 * 1024 * 1024, int MaxDepth = 64)
{
    public static readonly TemplateLimits Default = new();
}
