using Ael.Engine.Configuration;
using Microsoft.AspNetCore.Builder;

namespace Ael.Engine.Tests.Api;

/// <summary>One server for the rows of a table that change nothing on it.</summary>
public class ApiFixture : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    internal virtual EngineOptions Options => new();

    public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync(Options, map: app => app.MapPost("/mcp", () => "a door that marked nothing"));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
