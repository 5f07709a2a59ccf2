namespace Ael.Engine.Tests.Api;

public class ServerRoutesTests
{
    [Fact]
    public async Task Info_names_the_address_it_is_reached_at()
    {
        await using var host = await ApiHost.StartAsync();
        host.Time.Advance(TimeSpan.FromSeconds(90));

        var info = await host.JsonAsync(200, "GET", "/api/v1/info");

        Assert.Equal(host.Client.BaseAddress + "api/v1", info.GetProperty("urls").GetProperty("rest").GetString());
        Assert.Equal(90, info.GetProperty("uptime_seconds").GetDouble());
        Assert.Equal("file", info.GetProperty("storage").GetString());
        Assert.Equal(64, info.GetProperty("load").GetProperty("max_concurrent").GetInt32());
        Assert.Equal("bubblewrap", info.GetProperty("python").GetProperty("isolation").GetString());
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", info.GetProperty("version").GetString());
    }
}
