using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Ael.AppHost.Tests.Model;

/// <summary>The AppHost's program as it is, up to where it would build and run: no orchestrator and no container takes part.</summary>
internal sealed class Topology : IAsyncDisposable
{
    private readonly IDistributedApplicationTestingBuilder _builder;

    private Topology(IDistributedApplicationTestingBuilder builder) => _builder = builder;

    /// <summary>What the checks before the start had to say.</summary>
    public IReadOnlyList<string> Said => AppHost.Preflight.PreflightReport.Of(_builder).Lines;

    public IReadOnlyList<IResource> Resources => [.. _builder.Resources];

    public IReadOnlyList<ContainerResource> Containers => [.. Resources.OfType<ContainerResource>()];

    /// <summary>All of them, whatever this machine has.</summary>
    public static Task<Topology> BuildAsync(CancellationToken cancellationToken, params string[] args) => CheckedAsync(cancellationToken, ["--Preflight=false", .. args]);

    /// <summary>As much as can run on this machine.</summary>
    public static async Task<Topology> CheckedAsync(CancellationToken cancellationToken, params string[] args) =>
        // Building it would make its end wait for a run that never comes.
        new(await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ael_AppHost>(args, cancellationToken));

    public T Find<T>(string name) where T : IResource => Assert.Single(Resources.OfType<T>(), r => r.Name == name);

    public ValueTask DisposeAsync() => _builder.DisposeAsync();
}
