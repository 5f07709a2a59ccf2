using Ael.Engine.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Ael.Engine.Tests.Api;

public class WebBuilderTests
{
    [Fact]
    public void No_file_of_settings_is_watched()
    {
        // A watch would be over all folders below the one where the file could be, and a store there would wake it with every write.
        var files = ((IConfigurationBuilder)EngineHosts.NewWebBuilder().Configuration).Sources.OfType<JsonConfigurationSource>().ToList();

        Assert.All(files, f => Assert.False(f.ReloadOnChange, f.Path));
        Assert.NotEmpty(files);
    }
}
