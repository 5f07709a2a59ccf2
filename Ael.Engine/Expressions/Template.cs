using System.Text.Json;
using Ael.Engine.Expressions.Nodes;
using Ael.Engine.Expressions.Syntax;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions;

/// <summary>A string with any number of <c>{{ }}</c>, parsed once. Immutable and safe to evaluate from many threads.</summary>
internal sealed class Template
{
    private readonly IReadOnlyList<TemplatePart> _parts;

    private Template(string text, IReadOnlyList<TemplatePart> parts)
    {
        Text = text;
        _parts = parts;
        var references = new List<Reference>();
        foreach (var part in parts)
        {
            part.Node?.Collect(references, guarded: false);
        }

        References = [.. references.OrderBy(r => r.Offset)];
    }

    public string Text { get; }

    /// <summary>Whether the text has no expression at all.</summary>
    public bool IsLiteral => _parts.All(p => p.Node is null);

    /// <summary>Every path named, in order of appearance.</summary>
    public IReadOnlyList<Reference> References { get; }

    // Only a text that is one expression from end to end keeps the type of its value.
    private Node? Single => _parts is [{ Node: { } node }] ? node : null;

    /// <summary>Text with expressions in double braces.</summary>
    /// <exception cref="TemplateSyntaxException">The text is not a template.</exception>
    public static Template Parse(string text) => new(text, TemplateParser.Parse(text));

    /// <summary>One expression whose braces are optional (<c>when</c>, <c>foreach</c>).</summary>
    /// <exception cref="TemplateSyntaxException">The text is not an expression.</exception>
    public static Template ParseExpression(string text) => new(text, [TemplateParser.ParseExpression(text)]);

    /// <summary>The value: any JSON when the text is exactly one expression, else a string.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR, naming the path and what exists there.</exception>
    public JsonElement Evaluate(IScope scope, TemplateLimits limits) =>
        Run(scope, limits, 0, static (value, evaluation, _) => value.ToJson(evaluation.Limits));

    /// <summary>Truth of the value: null, false, 0, "" and empty collections are false.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR.</exception>
    public bool EvaluateCondition(IScope scope, TemplateLimits limits) =>
        Run(scope, limits, 0, static (value, _, _) => value.IsTruthy);

    /// <summary>Writes the value as JSON, without a document of its own.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR.</exception>
    public void WriteTo(Utf8JsonWriter writer, IScope scope, TemplateLimits limits) =>
        Run(scope, limits, writer, static (value, evaluation, target) =>
        {
            value.WriteTo(target, evaluation.Limits);
            return true;
        });

    private T Run<T, TTarget>(IScope scope, TemplateLimits limits, TTarget target, Func<Value, Evaluation, TTarget, T> use)
    {
        var current = default(TemplatePart);
        try
        {
            var evaluation = new Evaluation(scope, limits);
            if (Single is not null)
            {
                current = _parts[0];
                return use(current.Evaluate(evaluation), evaluation, target);
            }

            var text = new TextBuffer(limits);
            foreach (var part in _parts)
            {
                current = part;
                if (part.Text is { } literal)
                {
                    text.Append(literal);
                }
                else
                {
                    text.Append(part.Evaluate(evaluation));
                }
            }

            return use(Value.Of(text.ToString()), evaluation, target);
        }
        catch (EvaluationException e)
        {
            throw new TemplateException(e.ToError(current.Quote(Text)), "", current.Start);
        }
    }
}
