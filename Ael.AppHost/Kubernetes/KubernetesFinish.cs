using System.Globalization;
using Ael.AppHost.Export;
using Ael.AppHost.Stack;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace Ael.AppHost.Kubernetes;

/// <summary>Makes of what Aspire wrote for a resource something that a cluster can leave running.</summary>
internal sealed class KubernetesFinish(IDistributedApplicationBuilder builder, IResource resource, KubernetesResource service)
{
    private readonly ExportShape _shape = resource.Annotations.OfType<ExportShape>().Last();
    private readonly KubernetesFiles _files = new(builder, resource);
    private readonly PodTemplateSpecV1 _template = service.Workload!.PodTemplate;

    private PodSpecV1 Pod => _template.Spec;

    private ContainerV1 Container => Pod.Containers[0];

    public void Apply()
    {
        Name();
        Bound();
        Probe();
        Mount();
        RequireSecrets();
        RestartOnChange();
        if (resource is ProjectResource)
        {
            KubernetesEngine.Finish(service, Pod, Container);
        }
    }

    /// <summary>Under the plain name: the configuration files know each other by it. Without an address of its own it is the pod's, with all its ports.</summary>
    private void Name()
    {
        service.Service!.Metadata.Name = resource.Name;
        if (service.Workload is StatefulSet set)
        {
            set.Spec.ServiceName = resource.Name;
            service.Service.Spec.ClusterIp = "None";
        }

        // Variables for each service, LOKI_PORT and the like, would be taken for settings.
        Pod.EnableServiceLinks = false;
        Pod.AutomountServiceAccountToken = false;
    }

    private void Bound()
    {
        Container.Resources = new ResourceRequirementsV1 { Limits = { ["cpu"] = _shape.Cpus, ["memory"] = _shape.Memory }, Requests = { ["cpu"] = "50m", ["memory"] = "64M" } };
        Container.SecurityContext = new SecurityContextV1 { AllowPrivilegeEscalation = false, Capabilities = new CapabilitiesV1 { Drop = { "ALL" } } };
        if (_shape.UserId is { } user)
        {
            Container.SecurityContext.RunAsUser = user;
        }

        if (_shape.StopGrace is { } grace)
        {
            Pod.TerminationGracePeriodSeconds = long.Parse(grace.TrimEnd('s'), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Aspire writes those over HTTP, with a scheme that Kubernetes wants in capitals. What has none is asked by its program.</summary>
    private void Probe()
    {
        foreach (var probe in new[] { Container.ReadinessProbe, Container.LivenessProbe }.OfType<ProbeV1>())
        {
            probe.HttpGet!.Scheme = "HTTP";
        }

        if (Container.ReadinessProbe is null && _shape.Health.Length > 0)
        {
            var exec = new ExecActionV1();
            exec.Command.AddRange(_shape.Health);
            Container.ReadinessProbe = new ProbeV1 { Exec = exec, TimeoutSeconds = 5 };
        }
    }

    private void Mount()
    {
        if (!_files.Any)
        {
            return;
        }

        Pod.Volumes.Add(new VolumeV1 { Name = "files", ConfigMap = new ConfigMapVolumeSourceV1 { Name = _files.Name } });
        foreach (var mount in _files.Mounts)
        {
            var source = _files.SourceOf(mount);
            if (!Directory.Exists(source))
            {
                // One file of a folder that is the image's.
                Container.VolumeMounts.Add(new VolumeMountV1 { Name = "files", MountPath = mount.Target, SubPath = Path.GetFileName(mount.Target), ReadOnly = true });
                continue;
            }

            var volume = new VolumeV1 { Name = $"files-{Path.GetFileName(mount.Target)}", ConfigMap = new ConfigMapVolumeSourceV1 { Name = _files.Name } };
            volume.ConfigMap.Items.AddRange(KubernetesFiles.Within(source).Select(f => new KeyToPathV1 { Key = Path.GetFileName(f), Path = f }));
            Pod.Volumes.Add(volume);
            Container.VolumeMounts.Add(new VolumeMountV1 { Name = volume.Name, MountPath = mount.Target, ReadOnly = true });
        }
    }

    /// <summary>An install without them is refused, as by compose; Grafana would else take an empty password for its own default.</summary>
    private void RequireSecrets()
    {
        foreach (var (name, value) in service.Secret?.StringData.ToList() ?? [])
        {
            var path = value.Trim('{', '}', ' ');
            service.Secret!.StringData[name] = $"{{{{ required `set {path[".Values.".Length..]}` {path} }}}}";
        }
    }

    private void RestartOnChange()
    {
        var key = resource.Name.Replace('-', '_');
        _template.Metadata.Annotations["checksum/settings"] = $"{{{{ toJson (list .Values.config.{key} .Values.secrets.{key}) | sha256sum }}}}";
        if (_files.Any)
        {
            _template.Metadata.Annotations["checksum/files"] = $"{{{{ {_files.Expression} | sha256sum }}}}";
        }
    }
}
