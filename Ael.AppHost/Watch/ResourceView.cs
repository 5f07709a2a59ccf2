using Ael.AppHost.Stack;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.AppHost.Watch;

/// <summary>A resource as Aspire last described it.</summary>
/// <param name="Name">As in the model.</param>
/// <param name="State">One of Aspire's words; empty before the first.</param>
/// <param name="Healthy">Whether all its health checks pass.</param>
/// <param name="ExitCode">Of what has ended.</param>
/// <param name="Ailment">What its health checks say.</param>
/// <param name="WaitsFor">Resources that it waits for.</param>
internal sealed record ResourceView(string Name, string State, bool Healthy, int? ExitCode = null, string Ailment = "", params IReadOnlyList<string> WaitsFor)
{
    /// <summary>Where people open it; empty when they do not.</summary>
    public string Address { get; init; } = "";

    /// <summary>Aspire's own, which nobody sees.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether it has an image, which a first start fetches.</summary>
    public bool IsContainer { get; init; }

    public bool HasFailed => State == KnownResourceStates.FailedToStart || State == KnownResourceStates.RuntimeUnhealthy
        || (State == KnownResourceStates.Exited && ExitCode is not 0);

    public bool IsReady => (State == KnownResourceStates.Running && Healthy) || State == KnownResourceStates.Finished || State == KnownResourceStates.Active;

    /// <summary>Not on its way: a person decides.</summary>
    public bool IsAtRest => State == KnownResourceStates.NotStarted || State == KnownResourceStates.Stopping
        || IsHidden || (State == KnownResourceStates.Exited && ExitCode is 0);

    public static ResourceView Of(ResourceEvent seen)
    {
        var snapshot = seen.Snapshot;
        var ailment = snapshot.HealthReports.FirstOrDefault(r => r.Status is HealthStatus.Unhealthy or HealthStatus.Degraded);
        return new ResourceView(
            seen.Resource.Name,
            snapshot.State?.Text ?? "",
            snapshot.HealthStatus is HealthStatus.Healthy,
            snapshot.ExitCode,
            ailment?.Description ?? ailment?.ExceptionText ?? "",
            [.. seen.Resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name)])
        {
            Address = seen.Resource is ProjectResource or GrafanaResource ? snapshot.Urls.FirstOrDefault(u => u is { Name: "http", IsInternal: false, IsInactive: false })?.Url ?? "" : "",
            IsHidden = snapshot.IsHidden,
            IsContainer = seen.Resource is ContainerResource,
        };
    }
}
