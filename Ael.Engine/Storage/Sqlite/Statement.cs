using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// A statement that is prepared once and run often, its parameters numbered from ?1. Straight on SQLite: a command looks every parameter up by its
/// name and makes a reader for every run, which takes longer than the insertion of a row.
/// </summary>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _statement;

    /// <summary>An insertion of one row; <paramref name="tail"/> follows, as in <c>ON CONFLICT ...</c>.</summary>
    public static Statement Insert(SqliteConnection connection, string table, string[] columns, string tail = "") =>
        new(connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))}) {tail}");

    /// <summary>Returns how many rows changed.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public int Run(params ReadOnlySpan<object?> values)
    {
        var statement = Bound(values);
        try
        {
            while (Step(statement))
            {
            }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first column of every row.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public HashSet<string> Texts(string value)
    {
        var statement = Bound([value]);
        try
        {
            var texts = new HashSet<string>(StringComparer.Ordinal);
            while (Step(statement))
            {
                texts.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
            }

            return texts;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Bound(ReadOnlySpan<object?> values)
    {
        if (_statement is not { } statement)
        {
            Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
            _statement = statement;
        }

        for (var i = 0; i < values.Length; i++)
        {
            Check(values[i] switch
            {
                null => raw.sqlite3_bind_null(statement, i + 1),
                string text => BindText(statement, i + 1, text),
                int number => raw.sqlite3_bind_int64(statement, i + 1, number),
                long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                double number => raw.sqlite3_bind_double(statement, i + 1, number),
                var other => throw new NotSupportedException($"a value of type {other.GetType().Name}"),
            });
        }

        return statement;
    }

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        if (text.Length == 0)
        {
            // An empty span is null there.
            return raw.sqlite3_bind_text(statement, place, "");
        }

        byte[]? rented = null;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            // SQLite copies it.
            return raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    // True: there is a row.
    private bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        Check(result);
        return result == raw.SQLITE_ROW;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);
}
