using Ael.Engine.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>Turns what the disk and SQLite say into STORAGE_ERROR with the path and a way out.</summary>
internal static class StorageErrors
{
    public static bool IsStorage(Exception e) =>
        e is SqliteException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <param name="e">What went wrong.</param>
    /// <param name="path">The store's file.</param>
    /// <param name="verb">What could not be done, as in "cannot be written".</param>
    public static AelException Wrap(Exception e, string path, string verb)
    {
        var code = (e as SqliteException)?.SqliteErrorCode;
        return new AelException(ErrorCode.StorageError, $"{path}: the execution store cannot be {verb}: {Reason(e)}", suggestion: Suggestion(code), inner: e);
    }

    // "SQLite Error 14: 'unable to open database file'." says more than its user needs.
    private static string Reason(Exception e) =>
        e is SqliteException s ? raw.sqlite3_errstr(s.SqliteErrorCode).utf8_to_string() : e.Message;

    private static string? Suggestion(int? code) => code switch
    {
        // What a full disk is called where a companion of the file cannot grow.
        raw.SQLITE_IOERR => "Free disk space; when there is some, check the disk itself.",
        raw.SQLITE_FULL => "Free disk space, or lower `storage.retention_size`.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another process holds the file; end it, or name another file in `storage.path`.",
        raw.SQLITE_NOTADB => "This is no SQLite file; name another one in `storage.path`.",
        raw.SQLITE_CORRUPT => "Move the file away and restore a copy, or let the engine start a new one.",
        _ => "Check that the folder exists and may be written, or name another file in `storage.path` (or `:memory:`).",
    };
}
