namespace Ael.Engine.Telemetry;

/// <summary>Every instrument of the engine, once: DOC-058's seven, then those of engine.md, section 8.</summary>
internal static class MetricCatalogue
{
    /// <summary>Stands for any name outside the bounded set of a label: nobody can make new series by sending new names.</summary>
    public const string Unknown = "unknown";

    /// <summary>1 ms to 10 min, denser where steps usually fall.</summary>
    public static readonly IReadOnlyList<double> SecondsBuckets =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private static readonly MetricLabel s_workflow = new("workflow", "names in the workflow catalogue (and of files given to `run`), else `unknown`");
    private static readonly MetricLabel s_step = new("step", "step ids of those workflows, else `unknown`");
    private static readonly MetricLabel s_type = new("type", "`tool_call`, `code`, `workflow`");
    private static readonly MetricLabel s_tool = new("tool", "names of tools that a connected MCP server has listed, else `unknown`");
    private static readonly MetricLabel s_status = new("status", string.Join(", ", CallStatus.All.Select(s => $"`{s}`")));

    public static readonly MetricDefinition WorkflowExecutions = new(
        "ael.workflow.executions", "ael_workflow_executions_total", MetricKind.Counter, "{execution}",
        "Executions that have ended, sub-workflows included.", s_workflow, s_status);

    public static readonly MetricDefinition WorkflowDuration = new(
        "ael.workflow.duration", "ael_workflow_duration_seconds", MetricKind.Histogram, "s",
        "Time from an execution's start to its end, waiting in the queue not included.", s_workflow);

    public static readonly MetricDefinition ToolInvocations = new(
        "ael.tool.invocations", "ael_tool_invocations_total", MetricKind.Counter, "{call}",
        "Tool calls that have ended, from steps, from code and from clients directly.", s_tool, s_status);

    public static readonly MetricDefinition ToolDuration = new(
        "ael.tool.duration", "ael_tool_duration_seconds", MetricKind.Histogram, "s",
        "Time from a tool call to its result, as the engine sees it.", s_tool);

    public static readonly MetricDefinition StepExecutions = new(
        "ael.step.executions", "ael_step_executions_total", MetricKind.Counter, "{step}",
        "Steps that ran and have ended, whatever came of them; skipped ones are not among them.", s_workflow, s_step, s_type);

    public static readonly MetricDefinition ActiveWorkflows = new(
        "ael.active_workflows", "ael_active_workflows", MetricKind.Gauge, "{execution}",
        "Executions that run now, sub-workflows included.");

    public static readonly MetricDefinition Errors = new(
        "ael.errors", "ael_errors_total", MetricKind.Counter, "{error}",
        "Errors, each once, where it arose.",
        new MetricLabel("type", "error codes of the error reference"),
        new MetricLabel("component", string.Join(", ", Components.All.Select(c => $"`{c}`"))));

    public static readonly MetricDefinition StepDuration = new(
        "ael.step.duration", "ael_step_duration_seconds", MetricKind.Histogram, "s",
        "Time from a step's start to its end, with all attempts and the pauses between them.", s_workflow, s_step, s_type);

    public static readonly MetricDefinition StepRetries = new(
        "ael.step.retries", "ael_step_retries_total", MetricKind.Counter, "{retry}",
        "Failed attempts that were followed by another one.", s_workflow, s_step);

    public static readonly MetricDefinition StepSkips = new(
        "ael.step.skips", "ael_step_skips_total", MetricKind.Counter, "{step}",
        "Steps that were skipped, and failed ones that their workflow went past.",
        s_workflow, s_step,
        new MetricLabel("reason", "`when` (its condition was false), `dependency` (a step it depends on did not complete), `missing_tool`, `on_error` (it ran, failed and was passed over)"));

    public static readonly MetricDefinition QueuedWorkflows = new(
        "ael.queued_workflows", "ael_queued_workflows", MetricKind.Gauge, "{execution}",
        "Executions that wait for a place to run.");

    public static readonly MetricDefinition ServerUp = new(
        "ael.mcp.server.up", "ael_mcp_server_up", MetricKind.Gauge, "",
        "1 while the MCP server is connected, 0 while it is not; disabled servers are left out.",
        new MetricLabel("server", "keys of `tools.mcp_servers`"));

    public static readonly MetricDefinition PythonWorkers = new(
        "ael.python.workers", "ael_python_workers", MetricKind.Gauge, "{worker}",
        "Python worker processes.", new MetricLabel("state", "`ready`, `busy`"));

    public static readonly MetricDefinition PythonIsolation = new(
        "ael.python.isolation", "ael_python_isolation", MetricKind.Gauge, "",
        "1 for the isolation that code steps run in; absent until Python is there.",
        new MetricLabel("level", "`bubblewrap`, `limits`, `none`"));

    public static readonly MetricDefinition TracesDecidedEarly = new(
        "ael.traces.decided_early", "ael_traces_decided_early_total", MetricKind.Counter, "{trace}",
        "Traces that were kept before their end was known, because `telemetry.traces.max_held_spans` was reached.");

    public static readonly MetricDefinition TelemetryDropped = new(
        "ael.telemetry.dropped", "ael_telemetry_dropped_total", MetricKind.Counter, "{item}",
        "Telemetry that could not be delivered.", new MetricLabel("signal", "`traces`, `logs` (by OTLP), `console` (log lines on standard output or error)"));

    public static readonly MetricDefinition StoreDuration = new(
        "ael.store.duration", "ael_store_duration_seconds", MetricKind.Histogram, "s",
        "Time from a write of an execution to its commit in PostgreSQL, with waiting for its turn and for a server that is away.",
        new MetricLabel("operation", string.Join(", ", StoreOperation.All.Select(o => $"`{o}`"))));

    /// <summary>Of engines whose store is PostgreSQL; others do not have them.</summary>
    public static readonly IReadOnlyList<MetricDefinition> OfPostgres = [StoreDuration];

    public static readonly MetricDefinition ClusterNodes = new(
        "ael.cluster.nodes", "ael_cluster_nodes", MetricKind.Gauge, "{node}",
        "Nodes that take part in the cluster, as the one that says so sees it.");

    public static readonly MetricDefinition ClusterActivations = new(
        "ael.cluster.activations", "ael_cluster_activations", MetricKind.Gauge, "{execution}",
        "Executions that this node of a cluster drives, those that wait for a place included, sub-workflows not.");

    public static readonly MetricDefinition ClusterMoves = new(
        "ael.cluster.moves", "ael_cluster_moves_total", MetricKind.Counter, "{execution}",
        "Executions that left this node of a cluster before they had ended.",
        new MetricLabel("reason", "`drained` (the node stops), `taken` (another node has it by now, or the node has lost its place)"));

    public static readonly MetricDefinition ClusterRecoveries = new(
        "ael.cluster.recoveries", "ael_cluster_recoveries_total", MetricKind.Counter, "{execution}",
        "Executions that this node of a cluster took over and drives on.");

    /// <summary>Of engines that are nodes of a cluster; others do not have them.</summary>
    public static readonly IReadOnlyList<MetricDefinition> OfClusters = [ClusterNodes, ClusterActivations, ClusterMoves, ClusterRecoveries];

    /// <summary>In the order of the documentation.</summary>
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        WorkflowExecutions, WorkflowDuration, ToolInvocations, ToolDuration, StepExecutions, ActiveWorkflows, Errors,
        StepDuration, StepRetries, StepSkips, QueuedWorkflows, ServerUp, PythonWorkers, PythonIsolation, TracesDecidedEarly, TelemetryDropped,
        .. OfPostgres,
        .. OfClusters,
    ];
}

/// <summary>Values of the <c>status</c> label.</summary>
internal static class CallStatus
{
    public const string Success = "success";
    public const string Error = "error";
    public const string Timeout = "timeout";
    public const string Cancelled = "cancelled";

    public static readonly IReadOnlyList<string> All = [Success, Error, Timeout, Cancelled];
}

/// <summary>Values of the <c>operation</c> label.</summary>
internal static class StoreOperation
{
    public const string Create = "create";
    public const string Start = "start";
    public const string Step = "step";
    public const string End = "end";
    public const string Stop = "stop";
    public const string Confirm = "confirm";

    public static readonly IReadOnlyList<string> All = [Create, Start, Step, End, Stop, Confirm];
}
