using System.Globalization;
using Ael.Engine.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// Opens the store, and tells a damaged one from a sound one. A damaged file is moved aside, never written to and never deleted, and a new one is
/// begun: the engine serves on, and what can be saved from the old file can still be saved.
/// </summary>
internal static class StoreFile
{
    // Checking reads all of it. Beyond this size only a store that was not closed is checked: 64 MiB take a fraction of a second.
    private const long QuicklyChecked = 64L << 20;

    private static readonly string[] s_companions = ["", "-wal", "-shm"];

    /// <returns>The writer's connection; a sentence about the file that was set aside, else null.</returns>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public static (SqliteConnection Connection, string? Warning) Open(SqliteConnections connections, OwnerFiles owners, TimeProvider time)
    {
        try
        {
            return (Sound(connections, owners), null);
        }
        catch (AelException e) when (Damage(e) is { } damage && IsOurs(connections.Path))
        {
            if (owners.AnyOther())
            {
                throw new AelException(
                    ErrorCode.StorageError, $"{connections.Path}: the execution store is damaged ({damage}), and another engine has it open",
                    suggestion: "Stop all engines that use it and start one: it sets the damaged file aside and begins a new one.", inner: e);
            }

            var aside = SetAside(connections.Path, time.GetUtcNow());
            return (connections.OpenWriter(), $"the store's file was damaged ({damage}); it was set aside as {aside}, and a new one was begun");
        }
    }

    private static SqliteConnection Sound(SqliteConnections connections, OwnerFiles owners)
    {
        var path = connections.Path;
        if (File.Exists(path) && (new FileInfo(path).Length <= QuicklyChecked || File.Exists(path + "-wal")) && !owners.AnyOther())
        {
            Check(connections);
        }

        return connections.OpenWriter();
    }

    private static void Check(SqliteConnections connections)
    {
        try
        {
            using var connection = connections.OpenUnpooled();
            // Closing the last connection would write the log into the file, damaged or not.
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (command.ExecuteScalar() is string found and not "ok")
            {
                throw new SqliteException(found, raw.SQLITE_CORRUPT);
            }
        }
        catch (Exception e) when (StorageErrors.IsStorage(e))
        {
            throw StorageErrors.Wrap(e, connections.Path, "opened");
        }
    }

    private static string? Damage(AelException e) =>
        e.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } s ? raw.sqlite3_errstr(s.SqliteErrorCode).utf8_to_string() : null;

    // A file that was never an execution store (a mistyped storage.path) is left where it is: moving it would be damage of our making.
    private static bool IsOurs(string path)
    {
        Span<byte> head = stackalloc byte[SqliteSchema.MarkOffset + 4];
        using var file = File.OpenRead(path);
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        head = head[..read];
        return head.StartsWith("SQLite format 3\0"u8)
            || (read == SqliteSchema.MarkOffset + 4 && head[SqliteSchema.MarkOffset..].SequenceEqual(SqliteSchema.MarkBytes))
            || !head.ContainsAnyExcept((byte)0);
    }

    private static string SetAside(string path, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = $"{path}.damaged-{stamp}";
        for (var n = 2; File.Exists(aside); n++)
        {
            aside = $"{path}.damaged-{stamp}-{n}";
        }

        try
        {
            // The log first: a new file must never meet the old one's log.
            foreach (var suffix in s_companions.Reverse().Where(s => File.Exists(path + s)))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }
        catch (Exception e) when (StorageErrors.IsStorage(e))
        {
            throw new AelException(
                ErrorCode.StorageError, $"{path}: the execution store is damaged and cannot be set aside: {e.Message}",
                suggestion: "Move it away yourself, or name another file in `storage.path`.", inner: e);
        }

        return aside;
    }
}
