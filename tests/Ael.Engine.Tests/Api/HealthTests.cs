using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Reliability.Support;
using Ael.Engine.Tests.Api.Fakes;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Api;

public class HealthTests
{
    [Fact]
    public async Task A_broken_workflow_file_degrades_but_does_not_fail()
    {
        await using var host = await ApiHost.StartAsync();

        var health = await host.JsonAsync(200, "GET", "/health");

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal(
            "2 of 6 have errors: broken, limping; see GET /api/v1/workflows",
            health.GetProperty("checks").GetProperty("workflows").GetProperty("reason").GetString());
        Assert.Equal(
            ["store", "capacity", "workflows", "mcp_servers", "python"], health.GetProperty("checks").EnumerateObject().Select(c => c.Name));
    }

    [Fact]
    public async Task Everything_well_is_healthy()
    {
        await using var host = await ApiHost.StartAsync();
        var catalogue = (FakeCatalogue)host.Services.GetRequiredService<IWorkflowCatalogue>();
        await catalogue.DeleteAsync("broken", TestContext.Current.CancellationToken);
        await catalogue.DeleteAsync("limping", TestContext.Current.CancellationToken);

        var health = await host.JsonAsync(200, "GET", "/health");

        Assert.Equal("healthy", health.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_server_that_is_down_is_named_with_its_reason()
    {
        await using var host = await ApiHost.StartAsync();
        host.Tools.Servers =
        [
            new("gone", "stdio", ServerState.Down, DateTimeOffset.UnixEpoch, 0, 3, new AelError(ErrorCode.ToolUnavailable, "exited with 1"), ["boom"]),
            new("off", "stdio", ServerState.Disabled, DateTimeOffset.UnixEpoch, 0, 0, null, []),
            new("slow", "http", ServerState.Connecting, DateTimeOffset.UnixEpoch, 0, 0, null, []),
            new("up", "http", ServerState.Up, DateTimeOffset.UnixEpoch, 2, 0, null, []),
        ];

        var check = (await host.JsonAsync(200, "GET", "/health")).GetProperty("checks").GetProperty("mcp_servers");

        Assert.Equal("degraded", check.GetProperty("status").GetString());
        Assert.Equal("1 of 3 up: gone is down (exited with 1); slow is connecting", check.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Weaker_isolation_than_asked_for_degrades()
    {
        await using var host = await ApiHost.StartAsync();
        ((FakePython)host.Services.GetRequiredService<Ael.Engine.Python.ICodeRunner>()).Status = new("limits", "bwrap is not installed", 4, 0);

        var check = (await host.JsonAsync(200, "GET", "/health")).GetProperty("checks").GetProperty("python");

        Assert.Equal("degraded", check.GetProperty("status").GetString());
        Assert.Contains("bwrap is not installed", check.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_degrades()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Load = new EngineLoad(64, 256, 64, 256);

        var check = (await host.JsonAsync(200, "GET", "/health")).GetProperty("checks").GetProperty("capacity");

        Assert.Equal("degraded", check.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_store_that_fails_is_503_and_not_ready_but_alive()
    {
        await using var host = await ApiHost.StartAsync(store: new BrokenStore());

        var health = await host.JsonAsync(503, "GET", "/health");
        var ready = await host.JsonAsync(503, "GET", "/health/ready");
        var live = await host.JsonAsync(200, "GET", "/health/live");

        Assert.Equal("disk I/O error", health.GetProperty("checks").GetProperty("store").GetProperty("reason").GetString());
        Assert.Equal("""{"status":"unhealthy"}""", ready.GetRawText());
        Assert.Equal("""{"status":"healthy"}""", live.GetRawText());
    }

    /// <summary>A store on a disk that has died.</summary>
    private sealed class BrokenStore() : StoreDecorator(new MemoryExecutionStore(new StorageOptions(), TimeProvider.System))
    {
        public override ValueTask CheckAsync(CancellationToken cancellationToken) => throw new AelException(ErrorCode.StorageError, "disk I/O error");
    }
}
