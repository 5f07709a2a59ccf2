using Ael.Stack.Tests.Doctor;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary><c>ael doctor</c> against the real servers; Grafana alone is not among them.</summary>
[Collection(FullStackCollection.Name)]
public sealed class RealDoctorTests(FullStack stack)
{
    [Fact]
    public async Task The_doctor_finds_what_its_probe_left()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await stack.StartedAsync(cancellationToken);
        var folder = stack.Servers.Folder("doctor");
        var environment = DoctorRun.Environment(stack.Servers.Url("prometheus", 9090), stack.Servers.Url("otel-collector", 4317), folder);
        environment["AEL__DOCTOR__LOKI"] = stack.Servers.Url("loki", 3100).AbsoluteUri;
        environment["AEL__DOCTOR__TEMPO"] = stack.Servers.Url("tempo", 3200).AbsoluteUri;
        environment["AEL__DOCTOR__GRAFANA"] = "null";
        environment["AEL__DOCTOR__PATIENCE"] = "1m";
        environment["AEL__TELEMETRY__EXPORTERS__OTLP__TIMEOUT"] = "10s";
        var (code, said, errors) = await DoctorRun.RunAsync(environment, folder, cancellationToken);
        Assert.True(code == 0, $"{said}\n{errors}");
    }
}
