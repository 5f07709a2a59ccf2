using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Configuration;
using Ael.Engine.Mcp.Management;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using ModelContextProtocol;

namespace Ael.Engine.Mcp;

/// <summary>
/// Every tool that callers see, ordered by name, kept current with the catalogue and the connected servers. Of two that want one name a
/// management tool wins over a workflow (which <c>workflow_run</c> still reaches); a connected server's tool gives way to both,
/// and to its namesake on another server, by being listed as <c>server__tool</c>. First put together when the engine has started, or when
/// somebody asks before that: the schemas of the management tools are work that no start has to wait for.
/// </summary>
internal sealed partial class ToolDirectory : IHostedService, IDisposable
{
    private readonly IWorkflowCatalogue _catalogue;
    private readonly IToolClient _tools;
    private readonly WaitingCaller _caller;
    private readonly Lazy<IReadOnlyList<ManagementTool>> _management;
    private readonly McpExposureOptions _exposure;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<ToolDirectory> _logger;
    private readonly Lock _rebuilding = new();
    private Snapshot? _current;

    public ToolDirectory(
        IWorkflowCatalogue catalogue, IToolClient tools, WaitingCaller caller, IServiceProvider services, EngineOptions options,
        IHostApplicationLifetime lifetime, ILogger<ToolDirectory> logger)
    {
        _catalogue = catalogue;
        _tools = tools;
        _caller = caller;
        _management = new(() => [.. services.GetServices<ManagementTool>()]);
        _exposure = options.Mcp.Exposure;
        _lifetime = lifetime;
        _logger = logger;
        _catalogue.Changed += Rebuild;
        if (_exposure.Tools)
        {
            _tools.Changed += Rebuild;
        }
    }

    /// <summary>Raised after <see cref="Tools"/> changed in anything a caller can see.</summary>
    public event Action? Changed;

    public IReadOnlyList<ExposedTool> Tools => Current.Tools;

    private Snapshot Current => Volatile.Read(ref _current) ?? Build();

    public ExposedTool? Find(string name) => Current.ByName.GetValueOrDefault(name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _lifetime.ApplicationStarted.Register(() => _ = Current);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _catalogue.Changed -= Rebuild;
        _tools.Changed -= Rebuild;
    }

    private Snapshot Build()
    {
        lock (_rebuilding)
        {
            return _current ??= new Snapshot(Collect());
        }
    }

    private void Rebuild()
    {
        bool changed;
        lock (_rebuilding)
        {
            // Nobody has seen a list that could have changed.
            if (_current is null)
            {
                return;
            }

            var next = new Snapshot(Collect());
            changed = next.Fingerprint != _current.Fingerprint;
            Volatile.Write(ref _current, next);
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    private List<ExposedTool> Collect()
    {
        var byName = new Dictionary<string, ExposedTool>(StringComparer.Ordinal);
        foreach (var tool in _exposure.Management ? _management.Value : [])
        {
            byName.Add(tool.Name, tool);
        }

        foreach (var name in _exposure.Workflows ? _catalogue.Entries.Select(e => e.Name).Distinct() : [])
        {
            if (_catalogue.Find(name) is { } workflow && !byName.TryAdd(name, new WorkflowTool(workflow, _caller)))
            {
                LogHiddenWorkflow(name);
            }
        }

        var passed = _exposure.Tools ? _tools.Tools : [];
        var shared = passed.GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var tool in passed)
        {
            var name = shared.Contains(tool.Name) || byName.ContainsKey(tool.Name) ? $"{NotInNames().Replace(tool.Server, "_")}__{tool.Name}" : tool.Name;
            if (!byName.TryAdd(name, new PassThroughTool(tool, name, _tools)))
            {
                LogHiddenTool(tool.Name, tool.Server, name);
            }
        }

        return [.. byName.Values.OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    // The protocol allows these characters only; servers are named by the user.
    [GeneratedRegex("[^A-Za-z0-9_.-]")]
    private static partial Regex NotInNames();

    [LoggerMessage(LogLevel.Warning, "Workflow '{Workflow}' has the name of a management tool, which keeps it; call the workflow through 'workflow_run' or rename it")]
    private partial void LogHiddenWorkflow(string workflow);

    [LoggerMessage(LogLevel.Warning, "Tool '{Tool}' of server '{Server}' is not passed through: the name '{Name}' is taken")]
    private partial void LogHiddenTool(string tool, string server, string name);

    private sealed class Snapshot(IReadOnlyList<ExposedTool> tools)
    {
        public IReadOnlyList<ExposedTool> Tools { get; } = tools;

        public FrozenDictionary<string, ExposedTool> ByName { get; } = tools.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

        public string Fingerprint { get; } = JsonSerializer.Serialize(tools.Select(t => t.Definition), McpJsonUtilities.DefaultOptions);
    }
}
