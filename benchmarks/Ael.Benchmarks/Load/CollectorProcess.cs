using Ael.Engine.Tests.Support;

namespace Ael.Benchmarks.Load;

/// <summary>The tests' collector in a process of its own.</summary>
internal sealed class CollectorProcess : IDisposable
{
    public const string Argument = "--collector";

    private readonly ChildProcess _process;

    private CollectorProcess(ChildProcess process, string[] addresses) => (_process, Grpc, Http) = (process, new Uri(addresses[0]), new Uri(addresses[1]));

    public Uri Grpc { get; }

    public Uri Http { get; }

    public static async Task<CollectorProcess> StartAsync(OtlpFault fault)
    {
        var process = ChildProcess.Start(Argument, fault.ToString());
        return new CollectorProcess(process, (await process.ReadLineAsync()).Split(' '));
    }

    public static async Task<int> ServeAsync(string fault)
    {
        await using var receiver = await OtlpReceiver.StartAsync(CancellationToken.None, Enum.Parse<OtlpFault>(fault));
        Console.WriteLine($"{receiver.Grpc} {receiver.Http}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose() => _process.Dispose();
}
