using System.Text.Json;
using Ael.Engine.Expressions.Nodes;
using Ael.Engine.Expressions.Syntax;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions;

/// <summary>A string with any number of <c>{{ }}</c>, parsed once. Immutable and safe to evaluate from many threads.</summary>
internal sealed class Template
{
    private readonly TemplatePart[] _parts;

    // Only a text that is one expression from end to end keeps the type of its value.
    private readonly Node? _single;

    private Template(string text, IReadOnlyList<TemplatePart> parts)
    {
        Text = text;
        _parts = [.. parts];
        _single = _parts is [{ Node: { } node }] ? node : null;
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

    /// <summary>Text with expressions in double braces.</summary>
    /// <exception cref="TemplateSyntaxException">The text is not a template.</exception>
    public static Template Parse(string text) => new(text, TemplateParser.Parse(text));

    /// <summary>One expression whose braces are optional (<c>when</c>, <c>foreach</c>).</summary>
    /// <exception cref="TemplateSyntaxException">The text is not an expression.</exception>
    public static Template ParseExpression(string text) => new(text, [TemplateParser.ParseExpression(text)]);

    /// <summary>The value: any JSON when the text is exactly one expression, else a string.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR, naming the path and what exists there.</exception>
    public JsonElement Evaluate(IScope scope, TemplateLimits limits)
    {
        var evaluation = new Evaluation(scope, limits);
        try
        {
            return ValueOf(evaluation).ToJson(limits);
        }
        catch (EvaluationException e)
        {
            throw Placed(e, evaluation);
        }
    }

    /// <summary>Truth of the value: null, false, 0, "" and empty collections are false.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR.</exception>
    public bool EvaluateCondition(IScope scope, TemplateLimits limits)
    {
        var evaluation = new Evaluation(scope, limits);
        try
        {
            return _single is null ? ValueOf(evaluation).IsTruthy : _parts[0].Holds(evaluation);
        }
        catch (EvaluationException e)
        {
            throw Placed(e, evaluation);
        }
    }

    /// <summary>Writes the value as JSON, without a document of its own.</summary>
    /// <exception cref="TemplateException">TEMPLATE_ERROR.</exception>
    public void WriteTo(Utf8JsonWriter writer, IScope scope, TemplateLimits limits)
    {
        var evaluation = new Evaluation(scope, limits);
        try
        {
            ValueOf(evaluation).WriteTo(writer, limits);
        }
        catch (EvaluationException e)
        {
            throw Placed(e, evaluation);
        }
    }

    private Value ValueOf(Evaluation evaluation)
    {
        if (_single is not null)
        {
            return _parts[0].Evaluate(evaluation);
        }

        var text = new TextBuffer(evaluation.Limits);
        for (; evaluation.Part < _parts.Length; evaluation.Part++)
        {
            var part = _parts[evaluation.Part];
            if (part.Text is { } literal)
            {
                text.Append(literal);
            }
            else
            {
                text.Append(part.Evaluate(evaluation));
            }
        }

        evaluation.Part--;
        return Value.Of(text.End());
    }

    private TemplateException Placed(EvaluationException e, Evaluation evaluation)
    {
        var part = _parts.Length == 0 ? default : _parts[evaluation.Part];
        return new TemplateException(e.ToError(part.Quote(Text)), "", part.Start);
    }
}
