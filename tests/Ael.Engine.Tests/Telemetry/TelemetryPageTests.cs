using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Telemetry;

public sealed class TelemetryPageTests
{
    [Fact]
    public void The_reference_is_what_the_catalogues_say()
    {
        var file = Repository.PathOf("docs", "reference", "telemetry.md");
        if (Environment.GetEnvironmentVariable("AEL_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, TelemetryPage.Text());
        }

        Assert.Equal(TelemetryPage.Text(), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }
}
