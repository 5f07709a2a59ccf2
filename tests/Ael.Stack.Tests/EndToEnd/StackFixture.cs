using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Servers and an engine for all tests of a class or a collection. The first test that needs them starts them, so that one without a program is skipped.</summary>
/// <param name="speed">How many times faster than configured Prometheus and its rules are.</param>
public abstract class StackFixture(int speed) : IAsyncDisposable
{
    private Task? _started;
    private PrometheusApi? _metrics;

    internal StackServers Servers { get; } = new(speed);

    internal StackEngine Engine { get; private protected set; } = null!;

    internal PrometheusApi Metrics => _metrics ??= new PrometheusApi(Servers.Url("prometheus", 9090));

    /// <summary>Starts everything at the first call; skips the test that lacks a program.</summary>
    internal Task StartedAsync(CancellationToken cancellationToken)
    {
        Programs.Require("python3");
        return _started ??= StartAsync(cancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Engine is not null)
        {
            await Engine.DisposeAsync();
        }

        await Servers.DisposeAsync();
        _metrics?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The stack's own start, with <see cref="Engine"/> in it.</summary>
    private protected abstract Task StartAsync(CancellationToken cancellationToken);
}
