namespace Ael.Engine.Expressions.Values;

/// <summary>JSON may escape half of a surrogate pair ("\ud800"). It parses, but reading it as text throws; here that becomes an error of the template.</summary>
internal static class Unicode
{
    public static TResult Decode<TSource, TResult>(TSource source, Func<TSource, TResult> read)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException)
        {
            throw HalfPair();
        }
    }

    public static EvaluationException HalfPair() => new("a string in the data is not valid Unicode: it holds half of a surrogate pair");
}
