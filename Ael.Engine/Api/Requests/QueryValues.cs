using System.Globalization;
using Ael.Engine.Api.Problems;

namespace Ael.Engine.Api.Requests;

/// <summary>Reads values of a query string that <see cref="QueryFilter"/> has let through.</summary>
internal static class QueryValues
{
    private static readonly string[] s_timeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Null when absent; an empty value is refused, since it is most often a variable that was not set.</summary>
    public static string? Text(this IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        return string.IsNullOrEmpty(values[0])
            ? throw ApiException.Parameter($"The query parameter '{name}' is empty.", "Give it a value or leave it out.", path: $"query.{name}")
            : values[0];
    }

    public static bool Flag(this IQueryCollection query, string name) => query.Text(name) is "true";

    public static int Integer(this IQueryCollection query, string name, int least, int most, int otherwise)
    {
        if (query.Text(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw ApiException.Parameter($"The query parameter '{name}' is '{text}'.", $"Give a whole number from {least} to {most}.", path: $"query.{name}");
    }

    /// <summary>ISO 8601; UTC where no offset is written.</summary>
    public static DateTimeOffset? Time(this IQueryCollection query, string name)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, s_timeFormats, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        // In a query string a bare + is a space, so an offset such as +02:00 arrives broken.
        throw ApiException.Parameter(
            $"The query parameter '{name}' is '{text}', which is not a time.",
            text.Contains(' ', StringComparison.Ordinal)
                ? "Write the + of the offset as %2B, or give the time in UTC, as in 2026-01-15T10:30:00Z."
                : "Give a date or time as in 2026-01-15 or 2026-01-15T10:30:00Z.",
            path: $"query.{name}");
    }
}
