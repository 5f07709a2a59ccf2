using System.Globalization;
using Ael.AppHost.Export;
using Ael.AppHost.Stack;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace Ael.AppHost.Compose;

/// <summary>Makes of what Aspire wrote a file that a homelab can leave running.</summary>
internal sealed class ComposeFinish(IResourceCollection resources, ComposeVariables variables)
{
    public void Apply(ComposeFile file)
    {
        foreach (var resource in resources)
        {
            if (file.Services.TryGetValue(resource.Name, out var service) && resource.Annotations.OfType<ExportShape>().LastOrDefault() is { } shape)
            {
                Finish(file, resource, service, shape);
            }
        }

        foreach (var service in file.Services.Values)
        {
            Harden(service);
        }

        WaitForHealth(file);
    }

    private void Finish(ComposeFile file, IResource resource, Service service, ExportShape shape)
    {
        if (resource is ProjectResource)
        {
            service.Image = variables.Add("AEL_IMAGE", Images.Engine.ToString(), "The engine's image, built with: docker build -t ael:0.1.0 -f deploy/Dockerfile .");
            service.Environment[ComposeVariables.Key] = variables.All.First(v => v.Name == ComposeVariables.Key).Reference;
            service.Environment["AEL__SECURITY__ALLOWED_HOSTS"] =
                variables.Add("AEL_ALLOWED_HOSTS", "", "Names of this machine under which callers reach the engine, beside localhost: nas.local,192.168.1.5");
        }

        foreach (var (name, from) in shape.Variables)
        {
            service.Environment[name] = variables.Add(from.Name, from.Default, from.Help);
        }

        service.Environment = service.Environment.ToDictionary(v => v.Key, v => variables.WithDefaults(v.Value));
        service.Command = [.. service.Command.Select(variables.WithDefaults)];
        service.Restart = "unless-stopped";
        service.StopGracePeriod = shape.StopGrace;
        service.Profiles = shape.Profile is null ? [] : [shape.Profile];
        service.User = shape.User;
        service.Deploy = new Deploy { Replicas = shape.Replicas, Resources = new() { Limits = new ResourceSpec { Memory = shape.Memory, Cpus = shape.Cpus } } };
        service.Healthcheck = shape.Health.Length == 0 ? null : new Healthcheck
        {
            Test = ["CMD", .. shape.Health],
            Interval = "15s",
            Timeout = "5s",
            Retries = 4,
            StartPeriod = "60s",
        };
        if (shape.Volume is { } target)
        {
            var volume = StackContainers.VolumeOf(resource);
            service.AddVolume(new Volume { Name = volume, Type = "volume", Source = volume, Target = target });
            file.AddVolume(new Volume { Name = volume, Driver = "local" });
        }

        foreach (var mount in resource.Annotations.OfType<ConfigMount>().Where(m => m.IsMounted))
        {
            service.AddVolume(new Volume { Name = mount.Source, Type = "bind", Source = mount.ExportPath(resource.Name), Target = mount.Target, ReadOnly = true });
        }

        Publish(resource, service, shape);
        if (resource.Annotations.OfType<VolumeOwner>().LastOrDefault() is { } owner)
        {
            var once = ToService(owner, $"{resource.Name}-volume", StackContainers.VolumeOf(resource));
            file.AddService(once);
            service.DependsOn[once.Name] = new ServiceDependency { Condition = "service_completed_successfully" };
        }

        service.SecurityOpt = [.. shape.SecurityOptions];
    }

    private static Service ToService(VolumeOwner owner, string name, string volume) => new()
    {
        Name = name,
        Image = owner.Image.ToString(),
        Entrypoint = [owner.Command[0]],
        Command = [.. owner.Command.Skip(1)],
        NetworkMode = "none",
        Restart = "no",
        Volumes = [new() { Name = volume, Type = "volume", Source = volume, Target = owner.Folder }],
    };

    /// <summary>On loopback; only what asks for a password or a key can be opened, each by a variable of its own.</summary>
    private void Publish(IResource resource, Service service, ExportShape shape)
    {
        service.Ports.Clear();
        service.Expose.Clear();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var inside = endpoint.TargetPort!.Value.ToString(CultureInfo.InvariantCulture);
            if (endpoint.Port is null)
            {
                service.Expose.Add(inside);
                continue;
            }

            var name = resource.Annotations.OfType<EndpointAnnotation>().Count(e => e.Port is not null) == 1 ? resource.Name : $"{resource.Name}-{endpoint.Name}";
            var port = variables.Add(
                $"{name.ToUpperInvariant().Replace('-', '_')}_PORT", endpoint.Port.Value.ToString(CultureInfo.InvariantCulture), $"Port of {name} on this machine.");
            var address = shape.Bind is null ? "127.0.0.1"
                : variables.Add(shape.Bind, "127.0.0.1", $"Address that {resource.Name} listens on; 0.0.0.0 opens it to the network, where TLS is for a proxy in front.");
            service.Ports.Add($"{address}:{port}:{inside}");
        }
    }

    private static void Harden(Service service)
    {
        service.CapDrop = ["ALL"];
        service.SecurityOpt = [.. service.SecurityOpt, "no-new-privileges:true"];
        service.Logging = new Logging { Driver = "json-file", Options = { ["max-size"] = "10m", ["max-file"] = "3" } };
    }

    /// <summary>Aspire writes service_started for whatever is waited for.</summary>
    private static void WaitForHealth(ComposeFile file)
    {
        foreach (var (name, dependency) in file.Services.Values.SelectMany(s => s.DependsOn))
        {
            if (dependency.Condition == "service_started" && file.Services[name].Healthcheck is not null)
            {
                dependency.Condition = "service_healthy";
            }
        }
    }
}
