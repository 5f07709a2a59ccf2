using System.Globalization;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>Instants as the store writes them: <c>2026-01-15T10:30:00.1234567Z</c>, exact and of fixed width.</summary>
internal static class SqliteTime
{
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? at) => at is { } known ? Text(known) : null;

    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
