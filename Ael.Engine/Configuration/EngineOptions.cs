namespace Ael.Engine.Configuration;

/// <summary>
/// <c>ael-config.yaml</c> as a value: every key in its place with its default. Keys are the members' names in snake_case.
/// Paths are absolute (relative ones were resolved against the configuration file's folder).
/// </summary>
internal sealed record EngineOptions
{
    public ServerOptions Server { get; init; } = new();
    public WorkflowOptions Workflows { get; init; } = new();
    public ToolOptions Tools { get; init; } = new();
    public PythonOptions Python { get; init; } = new();
    public ExecutionOptions Execution { get; init; } = new();
    public TemplateOptions Templates { get; init; } = new();
    public StorageOptions Storage { get; init; } = new();
    public ClusterOptions Cluster { get; init; } = new();
    public McpOptions Mcp { get; init; } = new();
    public SecurityOptions Security { get; init; } = new();
    public LoggingOptions Logging { get; init; } = new();
    public TelemetryOptions Telemetry { get; init; } = new();
    public ConsoleOptions Console { get; init; } = new();
    public DoctorOptions Doctor { get; init; } = new();

    /// <summary>The file this was read from; null when there is none and everything is default.</summary>
    public string? File { get; init; }
}

internal sealed record ConsoleOptions
{
    /// <summary>Where the console links traces to, with <c>{trace_id}</c> in it; null: nowhere.</summary>
    public string? TraceUrl { get; init; }
}

internal sealed record ServerOptions
{
    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 8022;
}

internal sealed record WorkflowOptions
{
    public string Directory { get; init; } = "workflows";

    /// <summary>Reload files as they change.</summary>
    public bool Watch { get; init; } = true;
}

internal sealed record ToolOptions
{
    public IReadOnlyDictionary<string, McpServerOptions> McpServers { get; init; } = new Dictionary<string, McpServerOptions>();

    /// <summary>How long one attempt to connect may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest pause between attempts to reconnect; they start at half a second and double.</summary>
    public TimeSpan ReconnectMaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one message of a server.</summary>
    public int MaxMessageBytes { get; init; } = 32 * 1024 * 1024;
}

/// <summary>One MCP server: either <c>command</c> (stdio) or <c>url</c> (Streamable HTTP, SSE as fallback).</summary>
internal sealed record McpServerOptions
{
    public string? Command { get; init; }
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Added to the few variables a child inherits (PATH, HOME and the like).</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the file names none: its own folder.</summary>
    public string? Cwd { get; init; }
    public Uri? Url { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public bool Enabled { get; init; } = true;
}

internal enum PythonIsolation
{
    Required,
    Preferred,
    None,
}

internal enum PythonProfile
{
    Minimal,
    Standard,
    DataScience,
}

internal sealed record PythonOptions
{
    /// <summary>Looked up on PATH unless it is a path.</summary>
    public string Executable { get; init; } = "python3";
    public PythonIsolation Isolation { get; init; } = PythonIsolation.Preferred;
    public PythonProfile Profile { get; init; } = PythonProfile.Standard;

    /// <summary>Code steps that can run at once; one process each, kept warm from the first code on.</summary>
    public int Workers { get; init; } = 4;
    public int MaxToolCalls { get; init; } = 10;

    /// <summary>Bytes of memory a step may use.</summary>
    public long MemoryLimit { get; init; } = 512L * 1024 * 1024;

    /// <summary>Bytes of print() output kept per step.</summary>
    public int MaxLogBytes { get; init; } = 64 * 1024;
}

internal enum RecoveryMode
{
    /// <summary>Go on after the last step that was recorded.</summary>
    Resume,

    /// <summary>End them as failed.</summary>
    Fail,
}

internal enum ExecutionBackend
{
    /// <summary>This process alone runs what it is asked to.</summary>
    Local,

    /// <summary>Engines that share a PostgreSQL store run it together.</summary>
    Cluster,
}

internal sealed record ExecutionOptions
{
    /// <summary>Who runs executions. <see cref="ExecutionBackend.Cluster"/> needs <see cref="StorageOptions.Postgres"/>.</summary>
    public ExecutionBackend Backend { get; init; } = ExecutionBackend.Local;

    /// <summary>Bound on an execution whose workflow says none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Bound on each attempt of a step that says none.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public int MaxConcurrent { get; init; } = 64;

    /// <summary>Executions that may wait for a place; more are refused with RESOURCE_EXHAUSTED.</summary>
    public int MaxQueued { get; init; } = 256;
    public int MaxParallelSteps { get; init; } = 8;

    /// <summary>Steps in one workflow file.</summary>
    public int MaxSteps { get; init; } = 500;

    /// <summary>Elements of one <c>foreach</c>.</summary>
    public int MaxForeachItems { get; init; } = 10_000;

    /// <summary>Bytes of JSON one step may give, and all steps of an execution together.</summary>
    public int MaxStepOutput { get; init; } = 4 * 1024 * 1024;
    public int MaxExecutionOutput { get; init; } = 32 * 1024 * 1024;

    /// <summary>Depth of workflow steps within workflow steps.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>How long running executions may go on after a stop was asked for, before they are cancelled.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What happens to the executions of an engine that did not come to stop them.</summary>
    public RecoveryMode Recovery { get; init; } = RecoveryMode.Resume;

    /// <summary>A synchronous caller that disconnects cancels its execution.</summary>
    public bool CancelOnDisconnect { get; init; } = true;
}

internal sealed record TemplateOptions
{
    /// <summary>Environment variables that templates may read as <c>env.NAME</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Bytes one template may produce.</summary>
    public int MaxOutput { get; init; } = 4 * 1024 * 1024;
}

internal enum StorageSynchronous
{
    Normal,
    Full,
}

internal sealed record StorageOptions
{
    /// <summary>SQLite file, or <c>:memory:</c>.</summary>
    public string Path { get; init; } = "data/ael.db";

    /// <summary>Connection string of the PostgreSQL database that is the store instead of <see cref="Path"/>. Holds a password: it is never logged.</summary>
    public string? Postgres { get; init; }

    /// <summary>How long writes wait for a PostgreSQL that cannot be reached before they fail.</summary>
    public TimeSpan PostgresPatience { get; init; } = TimeSpan.FromSeconds(60);

    public StorageSynchronous Synchronous { get; init; } = StorageSynchronous.Normal;

    /// <summary>Ended executions older than this are deleted.</summary>
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Oldest ended executions are deleted while the store's contents are larger than this many bytes.</summary>
    public long RetentionSize { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Keys whose values are replaced by [redacted] wherever they occur, in any case; added to the built-in ones.</summary>
    public IReadOnlyList<string> RedactKeys { get; init; } = [];

    /// <summary>Regular expressions whose matches are replaced; added to the built-in ones (bearer tokens, private keys, ...).</summary>
    public IReadOnlyList<string> RedactPatterns { get; init; } = [];
}

/// <summary>Of this engine as a node of a cluster; means nothing to a local one.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Engines with the same one, on the same database, are one cluster.</summary>
    public string Id { get; init; } = "ael";

    /// <summary>Where the other nodes reach this one; null: at <see cref="ServerOptions.Host"/>.</summary>
    public string? Address { get; init; }

    /// <summary>0: any free one.</summary>
    public int Port { get; init; } = 11111;

    /// <summary>Bounds on all nodes together; 0: none but those of the nodes.</summary>
    public int MaxConcurrent { get; init; }
    public int MaxQueued { get; init; }

    /// <summary>Requests a minute of one caller to all nodes together; 0: no bound but <see cref="SecurityOptions.RateLimit"/>.</summary>
    public int RateLimit { get; init; }

    /// <summary>How long a node may take to answer whether it is alive. Without an answer three times, it is taken for dead.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

internal sealed record McpOptions
{
    public McpExposureOptions Exposure { get; init; } = new();
}

/// <summary>What <c>tools/list</c> shows.</summary>
internal sealed record McpExposureOptions
{
    public bool Workflows { get; init; } = true;
    public bool Management { get; init; } = true;

    /// <summary>Pass the connected servers' own tools through.</summary>
    public bool Tools { get; init; }
}

internal sealed record SecurityOptions
{
    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; init; } = [];

    /// <summary>Allow a non-loopback address without any key.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Origins a browser may call from, beside this server's own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Values of Host accepted beside loopback names and <c>server.host</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Requests a minute per key or, without one, per address; 0: no limit.</summary>
    public int RateLimit { get; init; } = 6000;
    public int MaxRequestBytes { get; init; } = 4 * 1024 * 1024;
}

/// <summary>A key is known by the SHA-256 of its text, in lowercase hex; scopes: <c>read</c>, <c>run</c>, <c>admin</c> (each includes those before).</summary>
internal sealed record ApiKeyOptions(string Name, string Sha256, IReadOnlyList<string> Scopes);

internal enum LogFormat
{
    /// <summary>Text on a terminal, else JSON.</summary>
    Auto,
    Text,
    Json,
}

internal sealed record LoggingOptions
{
    public LogLevel Level { get; init; } = LogLevel.Information;
    public LogFormat Format { get; init; } = LogFormat.Auto;

    /// <summary>Levels for single components, as <c>mcp_client: debug</c>.</summary>
    public IReadOnlyDictionary<string, LogLevel> Components { get; init; } = new Dictionary<string, LogLevel>();
}

/// <summary>DOC-058, Story 1, "Configuration", key for key; <c>traces</c>, <c>cardinality_limit</c> and the OTLP keys after <c>insecure</c> are ours.</summary>
internal sealed record TelemetryOptions
{
    public bool Enabled { get; init; } = true;
    public MetricsOptions Metrics { get; init; } = new();
    public TracesOptions Traces { get; init; } = new();
    public ExporterOptions Exporters { get; init; } = new();
}

internal sealed record MetricsOptions
{
    public bool Enabled { get; init; } = true;
    public string Endpoint { get; init; } = "/metrics";
    public int Port { get; init; } = 9090;

    /// <summary>Series of one instrument; more are counted together under <c>otel_metric_overflow="true"</c>.</summary>
    public int CardinalityLimit { get; init; } = 2000;
}

internal sealed record TracesOptions
{
    public SamplingMode Sampling { get; init; } = SamplingMode.Tail;

    /// <summary>Share of ordinary traces that is kept, 0 to 1. In tail mode errors and slow traces are kept whatever it says.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>A trace whose workflow takes at least this long is slow.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Spans held in memory until their trace is decided; beyond it the oldest trace is decided early, as kept.</summary>
    public int MaxHeldSpans { get; init; } = 50_000;
}

internal enum SamplingMode
{
    /// <summary>Decided when the trace starts, by ratio: cheapest, and blind to how it will end.</summary>
    Head,

    /// <summary>Decided in the engine when the workflow has ended: every error and every slow trace, a share of the rest.</summary>
    Tail,
}

internal sealed record ExporterOptions
{
    public OtlpOptions Otlp { get; init; } = new();
}

internal enum OtlpProtocol
{
    Grpc,
    HttpProtobuf,
}

internal sealed record OtlpOptions
{
    /// <summary>Scheme of an <see cref="Endpoint"/> that was written without one.</summary>
    public const string NoScheme = "otlp";

    /// <summary>Null: nothing is exported by OTLP.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The endpoint with <see cref="Insecure"/> applied: http or https.</summary>
    public Uri? Address => Endpoint is { Scheme: NoScheme } open
        ? new UriBuilder(open) { Scheme = Insecure ? Uri.UriSchemeHttp : Uri.UriSchemeHttps }.Uri
        : Endpoint;

    /// <summary>Plain text instead of TLS where the endpoint's scheme leaves it open.</summary>
    public bool Insecure { get; init; } = true;
    public OtlpProtocol Protocol { get; init; } = OtlpProtocol.Grpc;

    /// <summary>Sent with every export, for collectors that ask for a key.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Bound on one export.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between exports of metrics.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Spans and log records wait this long for company.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Spans, and likewise log records, that wait for export; beyond it they are dropped and counted.</summary>
    public int MaxQueue { get; init; } = 8192;
}

/// <summary>Where <c>doctor</c> looks for what an execution left; null: it does not ask there.</summary>
internal sealed record DoctorOptions
{
    public Uri? Prometheus { get; init; } = new("http://127.0.0.1:9090");
    public Uri? Loki { get; init; } = new("http://127.0.0.1:3100");
    public Uri? Tempo { get; init; } = new("http://127.0.0.1:3200");
    public Uri? Grafana { get; init; } = new("http://127.0.0.1:3000");

    /// <summary>How long what is on its way may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
