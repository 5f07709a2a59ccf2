using System.Text.Json;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

internal static class JsonFilters
{
    private const int MaxIndent = 16;

    public static Value ToJson(in FilterCall call)
    {
        var indent = Math.Clamp(call.Integer(0, 0), 0, MaxIndent);
        return call.Evaluation.Charged(call.Subject.ToJsonText(call.Evaluation.Limits, indent));
    }

    public static Value FromJson(in FilterCall call)
    {
        var text = call.Text();
        call.Evaluation.Charge(text.Length);
        try
        {
            return Value.From(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = call.Evaluation.Limits.MaxDepth }));
        }
        catch (JsonException e)
        {
            throw new EvaluationException(
                $"'fromjson' got text that is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})",
                "Check what the step before gave; JSON has double quotes and no trailing commas.");
        }
        catch (ArgumentException) // Text with half of a surrogate pair has no UTF-8.
        {
            throw new EvaluationException("'fromjson' got text that is not valid Unicode");
        }
    }
}
