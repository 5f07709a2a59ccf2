using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>Opens the store's file, for its one writer and for readers.</summary>
internal sealed class SqliteConnections(StorageOptions options, TimeSpan patience)
{
    // Another process (a `run` beside a `serve`) may hold the write lock for as long as its commit takes, never longer.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _readers = new SqliteConnectionStringBuilder
    {
        DataSource = options.Path,
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = true,
        ForeignKeys = true,
        DefaultTimeout = (int)patience.TotalSeconds,
    }.ToString();

    public string Path => options.Path;

    /// <exception cref="AelException">STORAGE_ERROR naming the path.</exception>
    public SqliteConnection OpenWriter()
    {
        SqliteConnection? connection = null;
        try
        {
            CreateFile();
            connection = OpenUnpooled();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds}"));

            // Must come before the first table; it lets pruning give pages back to the file system.
            connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            connection.Execute("PRAGMA journal_mode = WAL");
            // A checkpoint copies every page once, however often it was written since the last: with many small commits, the later the less. And it
            // waits for the disk, while everybody waits for it.
            connection.Execute("PRAGMA wal_autocheckpoint = 4000");
            connection.Execute(options.Synchronous == StorageSynchronous.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            SqliteSchema.Apply(connection, Path);
            return connection;
        }
        catch (Exception e) when (StorageErrors.IsStorage(e))
        {
            connection?.Dispose();
            throw StorageErrors.Wrap(e, Path, "opened");
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>A connection that lets go of the file when it is disposed.</summary>
    public SqliteConnection OpenUnpooled()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_readers) { Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>A pooled connection that sees what is committed; readers never wait for the writer.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_readers);
        connection.Open();
        return connection;
    }

    /// <summary>Closes the pooled connections, so that nothing holds the file any more.</summary>
    public void Clear()
    {
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    // Inputs and outputs may be private: the file is its owner's alone. SQLite gives its companions the same mode.
    private void CreateFile()
    {
        if (Directory.Exists(Path))
        {
            throw new IOException("it is a folder");
        }

        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        if (File.Exists(Path))
        {
            return;
        }

        var create = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(Path, create).Dispose();
    }
}

internal static class SqliteConnectionExtensions
{
    [SuppressMessage("Security", "CA2100", Justification = "Callers pass constants and numbers only.")]
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;

        // Reading to the end matters: some pragmas do their work row by row.
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "Callers pass constants and numbers only.")]
    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
