using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace Ael.Reliability.Inside;

/// <summary>What only the engine's own process can tell of itself, asked over a socket.</summary>
/// <param name="Heap">Bytes of objects; after a full collection, of those that something still refers to.</param>
/// <param name="Committed">Bytes that the collector holds.</param>
/// <param name="Timers">Timers that are set.</param>
/// <param name="Activities">Spans of the engine that began and have not ended.</param>
internal sealed record InsideView(long Heap, long Committed, long Timers, long Activities)
{
    public const string Variable = "AEL_RELIABILITY_SOCKET";

    public static IReadOnlyDictionary<string, string> Environment(string socket) => new Dictionary<string, string>
    {
        [Variable] = socket,
        ["DOTNET_STARTUP_HOOKS"] = typeof(InsideView).Assembly.Location,
    };

    /// <param name="socket">As given to <see cref="Environment"/>.</param>
    /// <param name="collect">After a full collection. Not in the middle of a measurement: it gives memory back that the engine by itself would keep.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<InsideView> AskAsync(string socket, bool collect, CancellationToken cancellationToken)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
        await client.SendAsync(new[] { collect ? (byte)1 : (byte)0 }, cancellationToken);
        await using var stream = new NetworkStream(client);
        return (await JsonSerializer.DeserializeAsync<InsideView>(stream, cancellationToken: cancellationToken))!;
    }

    /// <summary>Answers until the process ends.</summary>
    public static void Serve(string socket)
    {
        long open = 0;
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = static _ => true,
            ActivityStarted = _ => Interlocked.Increment(ref open),
            ActivityStopped = _ => Interlocked.Decrement(ref open),
        });
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        new Thread(() =>
        {
            while (true)
            {
                using var client = listener.Accept();
                var order = new byte[1];
                client.Receive(order);
                client.Send(JsonSerializer.SerializeToUtf8Bytes(Look(order[0] != 0, Interlocked.Read(ref open))));
            }
        })
        {
            IsBackground = true,
        }.Start();
    }

    private static InsideView Look(bool collect, long activities)
    {
        // Twice: what only a finalizer lets go of is gone with the second one.
        for (var n = 0; collect && n < 2; n++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new InsideView(GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo().TotalCommittedBytes, Timer.ActiveCount, activities);
    }
}
