using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Ael.TestSupport;

/// <summary>
/// A PostgreSQL server of its own, on loopback and in a temporary folder, with the machine's programs. It refuses to run as root, so root runs it as the user
/// that Debian's package makes. Disposing ends it and deletes its folder.
/// </summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const string User = "postgres";
    private const int Starts = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-postgres-");
    private readonly string _bin;
    private Process? _server;
    private int _port;

    private PostgresProcess(string bin) => _bin = bin;

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Log => Path.Combine(_folder.FullName, "log");

    public int Port => _port;

    /// <summary>A new server that runs; skips the running test where PostgreSQL is not installed (or fails it in CI).</summary>
    public static async Task<PostgresProcess> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PostgresProcess(Find());
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync(["chown", User, server._folder.FullName], cancellationToken);
            }

            await RunAsync(
                server.AsUser("initdb", "--pgdata", server.Data, "--username", "ael", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
                cancellationToken);
            server._port = FreePort.Find();
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <c>storage.postgres</c> takes it.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username=ael;Database={database}";

    public async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Starts it on its port and returns when it answers.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        for (var starts = 1; ; starts++)
        {
            // Nothing here outlives the machine, so nothing waits for a disk.
            _server = Process.Start(new ProcessStartInfo("setsid", AsUser(
                "postgres", "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off",
                "-c", "full_page_writes=off", "-c", "shared_buffers=64MB", "-c", "max_connections=200", "-c", "logging_collector=on", "-c", $"log_directory={Log}"))
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            if (await AnswersAsync(_server, cancellationToken))
            {
                return;
            }

            var said = await _server.StandardError.ReadToEndAsync(cancellationToken);
            Assert.True(starts < Starts, $"PostgreSQL did not start: {said}");
            // Somebody else took the port meanwhile.
            _port = FreePort.Find();
        }
    }

    /// <summary>Ends it as its administrator would: connections are cut, what was committed stays.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { HasExited: false } server)
        {
            Signals.Send(server.Id, Signal.Interrupt);
            await server.WaitForExitAsync(cancellationToken);
        }

        _server?.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    private static string Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0).Select(d => Path.Combine(d, "bin")) : [];
        if (folders.FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb"))) is { } folder)
        {
            return folder;
        }

        return Path.GetDirectoryName(Programs.Require("initdb"))!;
    }

    private string[] AsUser(string program, params string[] args) =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", Path.Combine(_bin, program), .. args]
            : [Path.Combine(_bin, program), .. args];

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {errors}");
    }

    private async Task<bool> AnswersAsync(Process server, CancellationToken cancellationToken)
    {
        var answers = false;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await ExecuteAsync("postgres", "SELECT 1", cancellationToken);
                    return answers = true;
                }
                catch (NpgsqlException)
                {
                    return server.HasExited;
                }
            },
            () => "PostgreSQL does not answer", cancellationToken);
        return answers;
    }
}
