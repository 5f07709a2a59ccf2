using Ael.Engine.Configuration;
using Npgsql;

namespace Ael.Engine.Cluster;

/// <summary>
/// Short words from node to node by PostgreSQL's LISTEN and NOTIFY: that something has changed, never what. Who missed one looks again when its connection is
/// back: <see cref="Everything"/>.
/// </summary>
internal sealed partial class ClusterSignals(EngineOptions options, TimeProvider time, ILogger<ClusterSignals> logger) : BackgroundService
{
    public const string Workflows = "workflows";
    public const string Executions = "executions";

    /// <summary>Said once per connection: anything may have changed.</summary>
    public const string Everything = "";

    private const string Channel = "ael";
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>A word of another node, on any thread.</summary>
    public event Action<string>? Heard;

    /// <summary>Tells the other nodes. A word that is lost costs no more than a moment: everything is in the database.</summary>
    public async Task SayAsync(string word, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(options.Storage.Postgres);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = Channel }, new() { Value = word } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            LogLost(logger, word, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                LogDeaf(logger, e.Message);
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        // Not of the pool: it waits for as long as the node lives.
        var settings = new NpgsqlConnectionStringBuilder(options.Storage.Postgres) { Pooling = false, KeepAlive = 10 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(stoppingToken);
        connection.Notification += (_, said) => Heard?.Invoke(said.Payload);
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await command.ExecuteNonQueryAsync(stoppingToken);
        }

        Heard?.Invoke(Everything);
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The other nodes could not be told of {Word}: {Reason}")]
    private static partial void LogLost(ILogger logger, string word, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other nodes say is not heard, tried again every second: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
