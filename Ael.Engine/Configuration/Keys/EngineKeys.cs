using System.Net;
using System.Text.RegularExpressions;

namespace Ael.Engine.Configuration.Keys;

/// <summary>
/// Every key of <c>ael-config.yaml</c>, in the order of its documentation. A new key is a member of <see cref="EngineOptions"/> with its
/// default, an entry here, a row in docs/reference/configuration.md and a comment in ael-config.yaml; tests miss the last two.
/// </summary>
internal static partial class EngineKeys
{
    private static readonly ValueKind<string> s_text = Kinds.Text("text");
    private static readonly ValueKind<string> s_path = Kinds.Text("path");
    private static readonly ValueKind<string> s_storePath =
        Kinds.Text("path", t => t.StartsWith(':') && t != ":memory:" ? $"'{t}' is no path" : null, "write a path, or \":memory:\"");

    private static readonly ValueKind<int> s_port = Kinds.Integer(0, 65535);

    private static readonly ValueKind<string> s_pattern =
        Kinds.Text("regular expression", Kinds.BadPattern, "correct the pattern; a literal ( [ \\ . needs a \\ before it, and look-around and back-references are not available");

    private static readonly ValueKind<string> s_variable =
        Kinds.Text("variable name", t => VariableName().IsMatch(t) ? null : $"'{t}' is not the name of a variable", "use the bare name, as in HOME");

    private static readonly ValueKind<string> s_origin = Kinds.Text(
        "origin", t => Origin().IsMatch(t) ? null : $"'{t}' is not an origin", "write scheme, host and port only, as in https://example.org:8443");

    private static readonly ValueKind<string> s_traceUrl = Kinds.Text(
        "URL with {trace_id}",
        t => t.Contains("{trace_id}", StringComparison.Ordinal) && Uri.TryCreate(t.Replace("{trace_id}", "0", StringComparison.Ordinal), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? null : $"'{t}' is not a URL (http or https) with {{trace_id}} in it",
        "write it as http://localhost:3000/trace/{trace_id}");

    private static readonly ValueKind<string> s_host = Kinds.Text(
        "IP address or `localhost`",
        t => t == "localhost" || IPAddress.TryParse(t, out _) ? null : $"expected an IP address or localhost, was '{t}'",
        "use 127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses");

    public static readonly IReadOnlyList<ConfigurationKey<EngineOptions>> All =
    [
        Key("server.host", s_host, o => o.Server.Host, (o, v) => o with { Server = o.Server with { Host = v } },
            "Address to listen on. Anything but loopback needs `security.api_keys` or `security.allow_anonymous`."),
        Key("server.port", s_port, o => o.Server.Port, (o, v) => o with { Server = o.Server with { Port = v } },
            "Port of REST, MCP and console; 0: any free one."),
        Key("workflows.directory", s_path, o => o.Workflows.Directory, (o, v) => o with { Workflows = o.Workflows with { Directory = v } },
            "Folder of the workflow files (`*.yaml`, `*.yml`)."),
        Key("workflows.watch", Kinds.Boolean, o => o.Workflows.Watch, (o, v) => o with { Workflows = o.Workflows with { Watch = v } },
            "Reload files as they change."),
        Key("tools.mcp_servers", CompositeKinds.McpServers, o => o.Tools.McpServers, (o, v) => o with { Tools = o.Tools with { McpServers = v } },
            "The MCP servers whose tools workflows call; see below."),
        Key("tools.connect_timeout", Kinds.Duration, o => o.Tools.ConnectTimeout, (o, v) => o with { Tools = o.Tools with { ConnectTimeout = v } },
            "How long one attempt to connect may take."),
        Key("tools.reconnect_max_delay", Kinds.Duration, o => o.Tools.ReconnectMaxDelay, (o, v) => o with { Tools = o.Tools with { ReconnectMaxDelay = v } },
            "Longest pause between attempts; they start at half a second and double."),
        Key("tools.max_message_bytes", Kinds.IntSize(1 << 16, 1 << 30), o => o.Tools.MaxMessageBytes, (o, v) => o with { Tools = o.Tools with { MaxMessageBytes = v } },
            "Largest message that an MCP server may send; the connection to one that sends more is ended."),
        Key("python.executable", s_text, o => o.Python.Executable, (o, v) => o with { Python = o.Python with { Executable = v } },
            "The interpreter of code steps; looked up on PATH unless it is a path."),
        Key("python.isolation", Kinds.Choice<PythonIsolation>(), o => o.Python.Isolation, (o, v) => o with { Python = o.Python with { Isolation = v } },
            "`required` refuses to run code without the sandbox, `preferred` warns, `none` does not use it."),
        Key("python.profile", Kinds.Choice<PythonProfile>(), o => o.Python.Profile, (o, v) => o with { Python = o.Python with { Profile = v } },
            "Which modules code may import."),
        Key("python.workers", Kinds.Integer(1, 256), o => o.Python.Workers, (o, v) => o with { Python = o.Python with { Workers = v } },
            "Code steps that run at once; one process each, kept warm from the first code on."),
        Key("python.max_tool_calls", Kinds.Integer(0, 10_000), o => o.Python.MaxToolCalls, (o, v) => o with { Python = o.Python with { MaxToolCalls = v } },
            "Tool calls one code step may make."),
        Key("python.memory_limit", Kinds.Size(32L << 20, 1L << 40), o => o.Python.MemoryLimit, (o, v) => o with { Python = o.Python with { MemoryLimit = v } },
            "Memory one code step may use."),
        Key("python.max_log_bytes", Kinds.IntSize(1 << 10, 1 << 30), o => o.Python.MaxLogBytes, (o, v) => o with { Python = o.Python with { MaxLogBytes = v } },
            "How much of a step's print() output is kept."),
        Key("execution.backend", Kinds.Choice<ExecutionBackend>(), o => o.Execution.Backend, (o, v) => o with { Execution = o.Execution with { Backend = v } },
            "`local` runs executions in this process; `cluster` shares them with the other engines of `storage.postgres`."),
        Key("execution.timeout", Kinds.Duration, o => o.Execution.Timeout, (o, v) => o with { Execution = o.Execution with { Timeout = v } },
            "Bound on an execution whose workflow names none."),
        Key("execution.step_timeout", Kinds.Duration, o => o.Execution.StepTimeout, (o, v) => o with { Execution = o.Execution with { StepTimeout = v } },
            "Bound on each attempt of a step that names none."),
        Key("execution.max_concurrent", Kinds.Integer(1, 10_000), o => o.Execution.MaxConcurrent, (o, v) => o with { Execution = o.Execution with { MaxConcurrent = v } },
            "Executions that run at once."),
        Key("execution.max_queued", Kinds.Integer(0, 100_000), o => o.Execution.MaxQueued, (o, v) => o with { Execution = o.Execution with { MaxQueued = v } },
            "Executions that may wait for a place; more are refused with RESOURCE_EXHAUSTED."),
        Key("execution.max_parallel_steps", Kinds.Integer(1, 1000), o => o.Execution.MaxParallelSteps, (o, v) => o with { Execution = o.Execution with { MaxParallelSteps = v } },
            "Steps of one execution that run at once."),
        Key("execution.max_steps", Kinds.Integer(1, 10_000), o => o.Execution.MaxSteps, (o, v) => o with { Execution = o.Execution with { MaxSteps = v } },
            "Steps of one workflow file."),
        Key("execution.max_foreach_items", Kinds.Integer(1, 1_000_000), o => o.Execution.MaxForeachItems, (o, v) => o with { Execution = o.Execution with { MaxForeachItems = v } },
            "Elements of one `foreach`."),
        Key("execution.max_step_output", Kinds.IntSize(1 << 10, 1 << 30), o => o.Execution.MaxStepOutput, (o, v) => o with { Execution = o.Execution with { MaxStepOutput = v } },
            "JSON one step may give."),
        Key("execution.max_execution_output", Kinds.IntSize(1 << 10, 1 << 30), o => o.Execution.MaxExecutionOutput, (o, v) => o with { Execution = o.Execution with { MaxExecutionOutput = v } },
            "JSON all steps of an execution may give together."),
        Key("execution.max_depth", Kinds.Integer(1, 64), o => o.Execution.MaxDepth, (o, v) => o with { Execution = o.Execution with { MaxDepth = v } },
            "Workflow steps within workflow steps."),
        Key("execution.shutdown_grace", Kinds.Durations(TimeSpan.Zero, TimeSpan.FromHours(1)), o => o.Execution.ShutdownGrace, (o, v) => o with { Execution = o.Execution with { ShutdownGrace = v } },
            "How long running executions may go on after a stop was asked for, before they are cancelled."),
        Key("execution.recovery", Kinds.Choice<RecoveryMode>(), o => o.Execution.Recovery, (o, v) => o with { Execution = o.Execution with { Recovery = v } },
            "Executions that ran when the engine was killed: `resume` goes on after their last recorded step, `fail` ends them as failed."),
        Key("execution.cancel_on_disconnect", Kinds.Boolean, o => o.Execution.CancelOnDisconnect, (o, v) => o with { Execution = o.Execution with { CancelOnDisconnect = v } },
            "A synchronous caller that disconnects cancels its execution."),
        Key("templates.env", Kinds.List(s_variable), o => o.Templates.Env, (o, v) => o with { Templates = o.Templates with { Env = v } },
            "Environment variables that templates may read as `env.NAME`."),
        Key("templates.max_output", Kinds.IntSize(1 << 10, 1 << 30), o => o.Templates.MaxOutput, (o, v) => o with { Templates = o.Templates with { MaxOutput = v } },
            "How much one template may produce."),
        Key("storage.path", s_storePath, o => o.Storage.Path, (o, v) => o with { Storage = o.Storage with { Path = v } },
            "SQLite file of the execution store, created when it is not there; `\":memory:\"` keeps executions as long as the process lives."),
        Key("storage.postgres", Kinds.Optional(Kinds.Postgres), o => o.Storage.Postgres, (o, v) => o with { Storage = o.Storage with { Postgres = v } },
            "The PostgreSQL database that is the execution store instead of `storage.path`, as in `Host=db;Database=ael;Username=ael;Password=${AEL_DB_PASSWORD}`; `null`: none."),
        Key("storage.postgres_patience", Kinds.Durations(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), o => o.Storage.PostgresPatience, (o, v) => o with { Storage = o.Storage with { PostgresPatience = v } },
            "How long writes wait for a PostgreSQL that cannot be reached, before they fail and with them their executions."),
        Key("storage.synchronous", Kinds.Choice<StorageSynchronous>(), o => o.Storage.Synchronous, (o, v) => o with { Storage = o.Storage with { Synchronous = v } },
            "Of the SQLite file: `normal` survives a killed process; `full` a power cut too, at the price of a disk flush per commit."),
        Key("storage.retention_age", Kinds.Durations(TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)), o => o.Storage.RetentionAge, (o, v) => o with { Storage = o.Storage with { RetentionAge = v } },
            "Executions that ended longer ago are deleted."),
        Key("storage.retention_size", Kinds.Size(1 << 20, 1L << 50), o => o.Storage.RetentionSize, (o, v) => o with { Storage = o.Storage with { RetentionSize = v } },
            "The oldest ended executions are deleted while the store is larger."),
        Key("storage.redact_keys", Kinds.List(s_text), o => o.Storage.RedactKeys, (o, v) => o with { Storage = o.Storage with { RedactKeys = v } },
            "Keys whose values are hidden wherever they occur, beside the built-in ones (password, token, ...)."),
        Key("storage.redact_patterns", Kinds.List(s_pattern), o => o.Storage.RedactPatterns, (o, v) => o with { Storage = o.Storage with { RedactPatterns = v } },
            "Text that is hidden wherever it occurs, beside the built-in patterns (bearer tokens, private keys, ...)."),
        .. ClusterKeys.All,
        Key("mcp.exposure.workflows", Kinds.Boolean, o => o.Mcp.Exposure.Workflows, (o, v) => o with { Mcp = o.Mcp with { Exposure = o.Mcp.Exposure with { Workflows = v } } },
            "Each workflow is a tool."),
        Key("mcp.exposure.management", Kinds.Boolean, o => o.Mcp.Exposure.Management, (o, v) => o with { Mcp = o.Mcp with { Exposure = o.Mcp.Exposure with { Management = v } } },
            "The tools `workflow_list`, `execution_get` and the like are offered."),
        Key("mcp.exposure.tools", Kinds.Boolean, o => o.Mcp.Exposure.Tools, (o, v) => o with { Mcp = o.Mcp with { Exposure = o.Mcp.Exposure with { Tools = v } } },
            "The connected servers' own tools are passed through."),
        Key("security.api_keys", CompositeKinds.ApiKeys, o => o.Security.ApiKeys, (o, v) => o with { Security = o.Security with { ApiKeys = v } },
            "Who may call; see below. Without keys, everybody who can connect."),
        Key("security.allow_anonymous", Kinds.Boolean, o => o.Security.AllowAnonymous, (o, v) => o with { Security = o.Security with { AllowAnonymous = v } },
            "Listen on a non-loopback address without any key."),
        Key("security.allowed_origins", Kinds.List(s_origin), o => o.Security.AllowedOrigins, (o, v) => o with { Security = o.Security with { AllowedOrigins = v } },
            "Web pages that may call, beside the engine's own."),
        Key("security.allowed_hosts", Kinds.List(s_text), o => o.Security.AllowedHosts, (o, v) => o with { Security = o.Security with { AllowedHosts = v } },
            "Names in the Host header that are accepted, beside loopback names and `server.host`."),
        Key("security.rate_limit", Kinds.Integer(0, 1_000_000), o => o.Security.RateLimit, (o, v) => o with { Security = o.Security with { RateLimit = v } },
            "Requests a minute per key or, without one, per address; 0: no limit."),
        Key("security.max_request_bytes", Kinds.IntSize(1 << 10, 1 << 30), o => o.Security.MaxRequestBytes, (o, v) => o with { Security = o.Security with { MaxRequestBytes = v } },
            "Largest request body."),
        Key("logging.level", Kinds.Words(CompositeKinds.LogLevels), o => o.Logging.Level, (o, v) => o with { Logging = o.Logging with { Level = v } },
            "What is logged: this and above."),
        Key("logging.format", Kinds.Choice<LogFormat>(), o => o.Logging.Format, (o, v) => o with { Logging = o.Logging with { Format = v } },
            "`auto` is text on a terminal and JSON lines elsewhere."),
        Key("logging.components", CompositeKinds.ComponentLevels, o => o.Logging.Components, (o, v) => o with { Logging = o.Logging with { Components = v } },
            "Levels for single components; see below."),
        .. TelemetryKeys.All,
        Key("console.trace_url", Kinds.Optional(s_traceUrl), o => o.Console.TraceUrl, (o, v) => o with { Console = o.Console with { TraceUrl = v } },
            "Where the console links traces to, with `{trace_id}` for the id; `null`: no links."),
        .. DoctorKeys.All,
    ];

    private static ConfigurationKey<EngineOptions, T> Key<T>(
        string path, ValueKind<T> kind, Func<EngineOptions, T> get, Func<EngineOptions, T, EngineOptions> set, string description) =>
        new(path, kind, get, set, description);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://[^/\s]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex Origin();
}
