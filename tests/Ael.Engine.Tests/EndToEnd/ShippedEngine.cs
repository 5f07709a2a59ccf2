using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.EndToEnd;

/// <summary>The engine with the configuration and the samples of the repository, as a newcomer starts it.</summary>
public sealed class ShippedEngine : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-shipped-");
    private ServingEngine? _engine;

    internal static string Config => Repository.PathOf("ael-config.yaml");

    internal ServingEngine Engine => _engine!;

    /// <summary>For other processes with the same configuration; each gets a store of its own.</summary>
    internal Dictionary<string, string> NewEnvironment() => EngineFolder.EnvironmentFor(_folder.CreateSubdirectory($"{Guid.NewGuid():N}").FullName);

    public async ValueTask InitializeAsync() =>
        _engine = await ServingEngine.StartAsync(["serve", "--config", Config], NewEnvironment(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
