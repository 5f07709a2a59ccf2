using Ael.AppHost.Watch;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.AppHost.Tests.Watch;

/// <summary>From Aspire's own description of a resource to ours.</summary>
public sealed class ResourceViewTests
{
    [Fact]
    public void A_resource_is_seen_as_aspire_describes_it()
    {
        var loki = new ContainerResource("loki");
        var grafana = new ContainerResource("grafana");
        grafana.Annotations.Add(new WaitAnnotation(loki, WaitType.WaitUntilHealthy));
        var snapshot = new CustomResourceSnapshot { ResourceType = "Container", Properties = [], State = KnownResourceStates.Exited, ExitCode = 3 };

        var view = ResourceView.Of(new ResourceEvent(grafana, "grafana-1", snapshot));

        Assert.Equal(("grafana", "Exited", 3), (view.Name, view.State, view.ExitCode));
        Assert.Equal(["loki"], view.WaitsFor);
        Assert.True(view.HasFailed);
        Assert.False(view.IsReady);
    }

    [Theory]
    [InlineData(true, "http://localhost:8022")]
    [InlineData(false, "")]
    public void Only_what_people_open_has_an_address(bool opened, string address)
    {
        var snapshot = new CustomResourceSnapshot
        {
            ResourceType = "Project",
            Properties = [],
            Urls = [new("metrics", "http://localhost:9090/metrics", false), new("http", "http://localhost:8022", false)],
        };

        var view = ResourceView.Of(new ResourceEvent(opened ? new ProjectResource("ael") : new ContainerResource("loki"), "1", snapshot));

        Assert.Equal(address, view.Address);
    }

    [Fact]
    public void Running_without_health_checks_is_ready()
    {
        var snapshot = new CustomResourceSnapshot { ResourceType = "Container", Properties = [], State = KnownResourceStates.Running };

        var view = ResourceView.Of(new ResourceEvent(new ContainerResource("tool"), "tool-1", snapshot));

        Assert.Equal(HealthStatus.Healthy, snapshot.HealthStatus);
        Assert.True(view.IsReady);
    }
}
