using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

internal static class TextFilters
{
    public static Value ToText(in FilterCall call) => call.Subject.Kind == ValueKind.Text
        ? call.Subject
        : call.Evaluation.Charged(TextBuffer.ToText(call.Subject, call.Evaluation.Limits));

    public static Value Upper(in FilterCall call) => call.Evaluation.Charged(call.Text().ToUpperInvariant());

    public static Value Lower(in FilterCall call) => call.Evaluation.Charged(call.Text().ToLowerInvariant());

    public static Value Trim(in FilterCall call) => call.Evaluation.Charged(
        call.OptionalText(0) is { } characters ? call.Text().Trim(characters.ToCharArray()) : call.Text().Trim());

    public static Value Replace(in FilterCall call)
    {
        var text = call.Text();
        var (old, replacement) = (call.Text(0), call.Text(1));
        if (old.Length == 0)
        {
            throw new EvaluationException("'old' of 'replace' must not be empty", "Give the text that is to be replaced.");
        }

        var count = call.Integer(2, int.MaxValue);
        var result = new TextBuffer(call.Evaluation.Limits);
        var from = 0;
        for (var at = 0; count > 0 && (at = text.IndexOf(old, from, StringComparison.Ordinal)) >= 0; count--)
        {
            result.Append(text.AsSpan(from, at - from));
            result.Append(replacement);
            from = at + old.Length;
        }

        if (from == 0)
        {
            return call.Subject;
        }

        result.Append(text.AsSpan(from));
        return call.Evaluation.Charged(result.End());
    }

    public static Value Join(in FilterCall call)
    {
        var separator = call.OptionalText(0) ?? "";
        var attribute = AttributePath.Of(call, 1);
        var result = new TextBuffer(call.Evaluation.Limits);
        var first = true;
        foreach (var item in call.Each())
        {
            if (!first)
            {
                result.Append(separator);
            }

            first = false;
            result.Append(attribute.In(item));
        }

        return call.Evaluation.Charged(result.End());
    }

    /// <summary>Without a separator: the words between runs of white space.</summary>
    public static Value Split(in FilterCall call)
    {
        var text = call.Text();
        var most = call.Integer(1, -1);
        var count = most < 0 ? int.MaxValue : (int)Math.Min((long)most + 1, int.MaxValue);
        // Each part is a value; the text's length is as many as there can be.
        call.Evaluation.Charge(text.Length);
        if (!call.Has(0))
        {
            return List(text.Split((char[]?)null, count, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        var separator = call.Text(0);
        return separator.Length > 0
            ? List(text.Split(separator, count))
            : throw new EvaluationException("'separator' of 'split' must not be empty", "Leave it out to split at white space.");
    }

    private static Value List(string[] parts) => Value.Of(Array.ConvertAll(parts, Value.Of));
}
