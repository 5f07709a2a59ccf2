using System.Net.Sockets;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Turns what the server and the network say into STORAGE_ERROR with the server's name and a way out. Never with the connection string.</summary>
internal static class PostgresErrors
{
    public static bool IsStorage(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException or ArgumentException or NotSupportedException;

    /// <summary>Whether the same may succeed a moment later: the server is away, starts or stops, or two transactions were in each other's way.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        PostgresException p => p.IsTransient || p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException n => n.IsTransient || n.InnerException is IOException or SocketException or TimeoutException,
        _ => e is SocketException or IOException or TimeoutException,
    };

    /// <param name="e">What went wrong.</param>
    /// <param name="server">Where, as <see cref="PostgresServer.Name"/> has it.</param>
    /// <param name="verb">What could not be done, as in "cannot be written".</param>
    public static AelException Wrap(Exception e, string server, string verb) =>
        e as AelException ?? new AelException(ErrorCode.StorageError, $"{server}: the execution store cannot be {verb}: {Reason(e)}", suggestion: Suggestion(e), inner: e);

    private static string Reason(Exception e) => e switch
    {
        PostgresException p => p.MessageText,
        NpgsqlException { InnerException: SocketException s } => s.Message,
        NpgsqlException { InnerException: TimeoutException } => "it did not answer in time",
        NpgsqlException { InnerException: IOException } => "the connection was lost",
        ObjectDisposedException => "it is closed",
        _ => e.Message,
    };

    private static string Suggestion(Exception e) => (e as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Correct Username and Password in `storage.postgres`.",
        PostgresErrorCodes.InvalidCatalogName => "Create the database (CREATE DATABASE), or correct Database in `storage.postgres`.",
        PostgresErrorCodes.InsufficientPrivilege => "Give the role of `storage.postgres` the right to create and use tables, as its database's owner has.",
        PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateFunction => "Give the engine a database of its own in `storage.postgres`.",
        PostgresErrorCodes.DiskFull => "Free disk space on the server, or lower `storage.retention_size`.",
        PostgresErrorCodes.TooManyConnections => "Raise the server's max_connections, or lower Maximum Pool Size in `storage.postgres`.",
        null => "Check that the server runs and that Host and Port in `storage.postgres` are right.",
        _ => "See the server's log.",
    };
}
