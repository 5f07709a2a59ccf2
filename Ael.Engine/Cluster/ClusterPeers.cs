using System.Globalization;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Npgsql;

namespace Ael.Engine.Cluster;

/// <summary>
/// Looks at who is there before this node joins: engines that speak another protocol between nodes refuse each other, by the newcomer's own doing, so that
/// the running cluster never notices. Another version with the same protocol is welcome; that is how a cluster is updated node by node.
/// </summary>
internal sealed partial class ClusterPeers(EngineOptions options, TimeProvider time, ILogger<ClusterPeers> logger) : IHostedService
{
    /// <summary>Changes when nodes with and without the change would not understand each other's messages or records.</summary>
    public const int Protocol = 1;

    private const int Active = 3;

    // More says that a clock is not kept; timestamps of one execution would then go back and forth as it moves.
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2);

    /// <summary>How a node calls itself in Orleans' membership table.</summary>
    public static string Name => $"ael {EngineVersion.Current} protocol {Protocol} {Environment.MachineName}:{Environment.ProcessId}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(options.Storage.Postgres);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await ClockAsync(connection, cancellationToken);
            foreach (var peer in await NamesAsync(connection, cancellationToken))
            {
                Check(peer);
            }
        }
        catch (NpgsqlException e)
        {
            throw new AelException(ErrorCode.StorageError, $"the cluster's database cannot be asked who is there: {e.Message}", suggestion: "Check `storage.postgres`.", inner: e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Check(string peer)
    {
        var words = peer.Split(' ');
        var (version, protocol, where) = words is ["ael", var v, "protocol", var p, var w] ? (v, p, w) : ("unknown", "unknown", peer);
        if (protocol != Protocol.ToString(CultureInfo.InvariantCulture))
        {
            throw new AelException(
                ErrorCode.ConfigInvalid,
                $"cluster '{options.Cluster.Id}' runs engines that this one cannot work with: {where} has version {version} with cluster protocol {protocol}, this engine {EngineVersion.Current} with {Protocol}",
                suggestion: "Start the same version as the others, or give this engine another `cluster.id` and database. The running cluster is unharmed.");
        }

        if (version != EngineVersion.Current)
        {
            LogOtherVersion(logger, where, version, EngineVersion.Current);
        }
    }

    private async Task ClockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = time.GetUtcNow();
        var theirs = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
        var ours = before + (time.GetUtcNow() - before) / 2;
        if ((ours - theirs).Duration() > s_apart)
        {
            LogClock(logger, (ours - theirs).TotalSeconds);
        }
    }

    private async Task<List<string>> NamesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT name FROM cluster_nodes WHERE cluster = $1 AND status = $2", connection)
        {
            Parameters = { new() { Value = options.Cluster.Id }, new() { Value = Active } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await row.ReadAsync(cancellationToken))
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} of the cluster has engine version {Version}, this one {Own}: they work together, so that a cluster can be updated node by node; finish it soon")]
    private static partial void LogOtherVersion(ILogger logger, string node, string version, string own);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This machine's clock is {Seconds:0.0} s away from the database server's: nothing breaks, but times of executions that move between nodes contradict each other. Set the clocks by NTP.")]
    private static partial void LogClock(ILogger logger, double seconds);
}
