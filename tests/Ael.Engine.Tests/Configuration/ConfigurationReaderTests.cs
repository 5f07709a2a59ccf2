using System.Globalization;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Configuration;

public sealed class ConfigurationReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    private EngineOptions Read(string yaml, params (string Name, string Value)[] environment) =>
        Reader(environment).Parse(yaml, Path.Combine(_folder.FullName, "ael-config.yaml"));

    private ConfigurationReader Reader(params (string Name, string Value)[] environment) =>
        new(environment.ToDictionary(e => e.Name, e => e.Value), _folder.FullName);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Full(string path) => Path.Combine(_folder.FullName, path);

    [Fact]
    public void Nothing_given_is_all_defaults_at_the_working_directory()
    {
        var options = Reader().Read();

        Assert.Null(options.File);
        Assert.Equal(Full("workflows"), options.Workflows.Directory);
        Assert.Equal(Full("data/ael.db"), options.Storage.Path);
        Assert.Equal(
            JsonSerializer.Serialize(new ExecutionOptions()),
            JsonSerializer.Serialize(options.Execution));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("server:\ntelemetry:\n  metrics:\n")]
    public void An_empty_file_or_section_is_all_defaults(string yaml) => Assert.Equal(8022, Read(yaml).Server.Port);

    [Fact]
    public void The_file_is_found_by_option_then_variable_then_working_directory()
    {
        Write("ael-config.yaml", "server: { port: 1 }");
        Write("variable.yaml", "server: { port: 2 }");
        Write("option.yaml", "server: { port: 3 }");

        Assert.Equal(1, Reader().Read().Server.Port);
        Assert.Equal(1, Reader(("AEL_CONFIG_PATH", "")).Read().Server.Port);
        Assert.Equal(2, Reader(("AEL_CONFIG_PATH", "variable.yaml")).Read().Server.Port);
        Assert.Equal(3, Reader(("AEL_CONFIG_PATH", "variable.yaml")).Read("option.yaml").Server.Port);
        Assert.Equal(Full("option.yaml"), Reader().Read("option.yaml").File);
    }

    [Theory]
    [InlineData("absent.yaml", null, "--config: there is no file ")]
    [InlineData(null, "absent.yaml", "AEL_CONFIG_PATH: there is no file ")]
    [InlineData(".", null, "--config: ")]
    public void A_named_file_that_is_not_there_is_said(string? option, string? variable, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => Reader(("AEL_CONFIG_PATH", variable ?? "")).Read(option));

        Assert.Equal(ErrorCode.ConfigInvalid, e.Error.Code);
        Assert.StartsWith(message, e.Error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName, e.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- server")]
    [InlineData("server: 8022")]
    [InlineData("server: [1]")]
    public void A_variable_does_not_hide_what_is_wrong_in_the_file(string yaml)
    {
        var e = Assert.Throws<ConfigurationException>(() => Read(yaml, ("AEL__SERVER__PORT", "9000")));

        Assert.StartsWith("expected a mapping", Assert.Single(e.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_cannot_be_an_API_key()
    {
        var e = Assert.Throws<ConfigurationException>(() => Read("", ("AEL__SECURITY__API_KEYS", "abc")));

        Assert.Contains("name, sha256 and scopes", Assert.Single(e.Problems).Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var options = Read(
            """
            server: { host: "::1", port: 0 }
            workflows: { directory: /srv/flows, watch: false }
            tools:
              connect_timeout: 1500ms
              mcp_servers:
                local: { command: ./tool, args: [-x, "1"], env: { A: 1, B: "two" }, cwd: sub }
                bare: { command: npx, enabled: false }
                remote: { url: "https://example.org/mcp", headers: { X-Key: abc } }
            python: { isolation: required, profile: data_science, memory_limit: 1GiB, executable: bin/python }
            execution: { timeout: 1h, shutdown_grace: 0 }
            templates: { env: [HOME] }
            storage: { path: ":memory:", synchronous: FULL, retention_age: 1d, redact_patterns: ["\\d{4}"] }
            mcp: { exposure: { tools: true } }
            security:
              allowed_origins: ["https://example.org:8443"]
              api_keys: [{ name: ci, sha256: 2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B, scopes: [read, run] }]
            logging: { level: warning, format: json, components: { mcp_client: debug } }
            telemetry:
              metrics: { endpoint: /m, port: 0, cardinality_limit: 50 }
              traces: { sampling: head, ratio: 0.1, slow: 1s, max_held_spans: 1000 }
              exporters:
                otlp: { endpoint: "http://localhost:4318", insecure: false, protocol: http/protobuf, headers: { X-Key: a }, timeout: 2s, metrics_interval: 5s, batch_delay: 100ms, max_queue: 10 }
            """);

        Assert.Equal(new ServerOptions { Host = "::1", Port = 0 }, options.Server);
        Assert.Equal(new WorkflowOptions { Directory = "/srv/flows", Watch = false }, options.Workflows);
        var local = options.Tools.McpServers["local"];
        Assert.Equal((Full("tool"), Full("sub")), (local.Command, local.Cwd));
        Assert.Equal(["-x", "1"], local.Args);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "1", ["B"] = "two" }, local.Env);
        Assert.Equal(("npx", _folder.FullName, false), (options.Tools.McpServers["bare"].Command, options.Tools.McpServers["bare"].Cwd, options.Tools.McpServers["bare"].Enabled));
        Assert.Equal((new Uri("https://example.org/mcp"), null), (options.Tools.McpServers["remote"].Url, options.Tools.McpServers["remote"].Cwd));
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.Tools.ConnectTimeout);
        Assert.Equal((PythonIsolation.Required, PythonProfile.DataScience, 1L << 30, Full("bin/python")),
            (options.Python.Isolation, options.Python.Profile, options.Python.MemoryLimit, options.Python.Executable));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.Zero), (options.Execution.Timeout, options.Execution.ShutdownGrace));
        Assert.Equal((":memory:", StorageSynchronous.Full, TimeSpan.FromDays(1)), (options.Storage.Path, options.Storage.Synchronous, options.Storage.RetentionAge));
        Assert.Equal(["\\d{4}"], options.Storage.RedactPatterns);
        Assert.True(options.Mcp.Exposure is { Tools: true, Workflows: true });
        var key = Assert.Single(options.Security.ApiKeys);
        Assert.Equal(("ci", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"), (key.Name, key.Sha256));
        Assert.Equal(["read", "run"], key.Scopes);
        Assert.Equal((LogLevel.Warning, LogFormat.Json, LogLevel.Debug), (options.Logging.Level, options.Logging.Format, options.Logging.Components["mcp_client"]));
        Assert.Equal(new MetricsOptions { Endpoint = "/m", Port = 0, CardinalityLimit = 50 }, options.Telemetry.Metrics);
        Assert.Equal(new TracesOptions { Sampling = SamplingMode.Head, Ratio = 0.1, Slow = TimeSpan.FromSeconds(1), MaxHeldSpans = 1000 }, options.Telemetry.Traces);
        var otlp = options.Telemetry.Exporters.Otlp;
        Assert.Equal((new Uri("http://localhost:4318"), false, OtlpProtocol.HttpProtobuf, 10), (otlp.Endpoint, otlp.Insecure, otlp.Protocol, otlp.MaxQueue));
        Assert.Equal((2d, 5d, 0.1), (otlp.Timeout.TotalSeconds, otlp.MetricsInterval.TotalSeconds, otlp.BatchDelay.TotalSeconds));
        Assert.Equal(KeyValuePair.Create("X-Key", "a"), Assert.Single(otlp.Headers));
    }

    [Theory]
    [InlineData("${A}", "one")]
    [InlineData("x-${A}-${B}-y", "x-one-two-y")]
    [InlineData("${UNSET:-fallback}", "fallback")]
    [InlineData("${EMPTY:-fallback}", "fallback")]
    [InlineData("${A:-fallback}", "one")]
    [InlineData("${A:?must be set}", "one")]
    [InlineData("$${A}", "${A}")]
    [InlineData("pa$word$", "pa$word$")]
    [InlineData("$$", "$")]
    [InlineData("${DOLLAR}", "${A}")]
    [InlineData("${NUMBER}", "8022")]
    public void Variables_are_put_into_text(string text, string expected)
    {
        var options = Read(
            $"python: {{ executable: \"{text}\" }}",
            ("A", "one"), ("B", "two"), ("EMPTY", ""), ("DOLLAR", "${A}"), ("NUMBER", "8022"));

        Assert.Equal(expected, options.Python.Executable);
    }

    [Fact]
    public void A_variable_without_quotes_has_the_type_it_looks_like()
    {
        var options = Read(
            """
            server:
              port: ${PORT}
            workflows:
              watch: ${WATCH:-false}
            python:
              executable: ${NUMBER}
            templates:
              env: ${NAMES}
            telemetry: { exporters: { otlp: { endpoint: "${ENDPOINT:-}" } } }
            """,
            ("PORT", "9000"), ("NUMBER", "123"), ("NAMES", "A, B"));

        Assert.Equal(9000, options.Server.Port);
        Assert.False(options.Workflows.Watch);
        Assert.Equal("123", options.Python.Executable);
        Assert.Equal(["A", "B"], options.Templates.Env);
        Assert.Null(options.Telemetry.Exporters.Otlp.Endpoint);
    }

    [Theory]
    [InlineData("AEL__SERVER__PORT", "9000", "server.port=9000")]
    [InlineData("ael__server__Port", "9000", "server.port=9000")]
    [InlineData("AEL__TELEMETRY__ENABLED", "false", "telemetry=False")]
    [InlineData("AEL__TELEMETRY__ENABLED", "", "telemetry=True")]
    [InlineData("AEL__EXECUTION__TIMEOUT", "90", "timeout=00:01:30")]
    [InlineData("AEL__STORAGE__SYNCHRONOUS", "full", "synchronous=Full")]
    [InlineData("AEL__STORAGE__PATH", ":memory:", "storage=:memory:")]
    [InlineData("AEL__STORAGE__PATH", "/x.db", "storage=/x.db")]
    [InlineData("AEL__TEMPLATES__ENV", "A, B", "env=A+B")]
    [InlineData("AEL__TEMPLATES__ENV__0", "A", "env=A+LANG")]
    [InlineData("AEL__TEMPLATES__ENV__2", "A", "env=HOME+LANG+A")]
    [InlineData("AEL__TOOLS__MCP_SERVERS__MY_TOOLS__COMMAND", "other", "my-tools=other")]
    [InlineData("AEL__TOOLS__MCP_SERVERS__MY_TOOLS__ENV__Some_Name", "5", "my-tools.env=Some_Name:5")]
    [InlineData("AEL__TOOLS__MCP_SERVERS__MY_TOOLS__ENABLED", "false", "my-tools.enabled=False")]
    [InlineData("AEL__TOOLS__MCP_SERVERS__MY_TOOLS__ARGS", "a,b", "my-tools.args=a+b")]
    [InlineData("AEL__TOOLS__MCP_SERVERS__NEW__URL", "http://localhost:1/mcp", "servers=my-tools+new")]
    [InlineData("AEL__LOGGING__COMPONENTS__MCP_CLIENT", "debug", "mcp_client=Debug")]
    [InlineData("AEL__LOGGING__LEVEL", "error", "level=Error")]
    [InlineData("AEL__PYTHON__EXECUTABLE", "12", "python=12")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317", "otlp=http://c:4317/")]
    [InlineData("OTEL_EXPORTER_OTLP_INSECURE", "false", "insecure=False")]
    [InlineData("OTEL_SDK_DISABLED", "true", "telemetry=False")]
    [InlineData("OTEL_SDK_DISABLED", "false", "telemetry=True")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_PORT", "9464", "metrics.port=9464")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "protocol=HttpProtobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%2Cb, Authorization=Basic YQ==", "headers=x-key:a,b+Authorization:Basic YQ==")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "2500", "otlp.timeout=00:00:02.5000000")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "5000", "interval=00:00:05")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_on", "sampling=Head 1")]
    [InlineData("OTEL_TRACES_SAMPLER", "parentbased_always_off", "sampling=Head 0")]
    [InlineData("OTEL_TRACES_SAMPLER", "traceidratio", "sampling=Head 1")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "0.1", "sampling=Tail 0.5")]
    public void The_environment_wins_over_the_file(string name, string value, string expected)
    {
        var o = Read(
            """
            server: { port: 1 }
            templates: { env: [HOME, LANG] }
            tools: { mcp_servers: { my-tools: { command: tool } } }
            telemetry: { metrics: { port: 1 }, traces: { ratio: 0.5 }, exporters: { otlp: { endpoint: "http://file:1", insecure: true, headers: { a: b } } } }
            """,
            (name, value));
        var otlp = o.Telemetry.Exporters.Otlp;
        var server = o.Tools.McpServers["my-tools"];
        string[] facts =
        [
            $"server.port={o.Server.Port}", $"telemetry={o.Telemetry.Enabled}", $"timeout={o.Execution.Timeout}", $"synchronous={o.Storage.Synchronous}",
            $"env={string.Join('+', o.Templates.Env)}", $"my-tools={server.Command}", $"my-tools.env={string.Join('+', server.Env.Select(e => $"{e.Key}:{e.Value}"))}",
            $"my-tools.enabled={server.Enabled}", $"my-tools.args={string.Join('+', server.Args)}", $"servers={string.Join('+', o.Tools.McpServers.Keys)}",
            $"mcp_client={o.Logging.Components.GetValueOrDefault("mcp_client")}", $"level={o.Logging.Level}", $"python={o.Python.Executable}",
            $"storage={o.Storage.Path}", $"otlp={o.Telemetry.Exporters.Otlp.Endpoint}", $"insecure={o.Telemetry.Exporters.Otlp.Insecure}", $"metrics.port={o.Telemetry.Metrics.Port}",
            $"protocol={otlp.Protocol}", $"headers={string.Join('+', otlp.Headers.Select(h => $"{h.Key}:{h.Value}"))}", $"otlp.timeout={otlp.Timeout}", $"interval={otlp.MetricsInterval}",
            string.Create(CultureInfo.InvariantCulture, $"sampling={o.Telemetry.Traces.Sampling} {o.Telemetry.Traces.Ratio}"),
        ];

        Assert.Contains(expected, facts);
    }

    [Theory]
    [InlineData("traceidratio", "0.25", 0.25)]
    [InlineData("parentbased_traceidratio", "0.25", 0.25)]
    [InlineData("always_on", "0.25", 1)]
    public void A_standard_sampler_takes_its_argument(string sampler, string argument, double ratio)
    {
        var traces = Read("", ("OTEL_TRACES_SAMPLER", sampler), ("OTEL_TRACES_SAMPLER_ARG", argument)).Telemetry.Traces;

        Assert.Equal((SamplingMode.Head, ratio), (traces.Sampling, traces.Ratio));
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER", "jaeger_remote", "expected one of head, tail")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "expected one of grpc, http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", "expected a duration")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "expected a URL")]
    public void A_standard_variable_that_cannot_be_is_refused_by_its_name(string name, string value, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => Read("", (name, value)));

        Assert.StartsWith(name, e.Error.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("otel-collector:4317", true, "http://otel-collector:4317/")]
    [InlineData("otel-collector:4317", false, "https://otel-collector:4317/")]
    [InlineData("[::1]:4317", true, "http://[::1]:4317/")]
    [InlineData("http://c:4317", false, "http://c:4317/")]
    [InlineData("https://c:4317", true, "https://c:4317/")]
    public void Insecure_decides_where_the_endpoint_does_not(string endpoint, bool insecure, string address)
    {
        var options = Read($"telemetry: {{ exporters: {{ otlp: {{ endpoint: \"{endpoint}\", insecure: {(insecure ? "true" : "false")} }} }} }}");

        Assert.Equal(address, options.Telemetry.Exporters.Otlp.Address!.ToString());
    }

    [Fact]
    public void The_engines_own_variable_wins_over_the_standard_one()
    {
        var options = Read("", ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:1"), ("AEL__TELEMETRY__EXPORTERS__OTLP__ENDPOINT", "http://b:1"));

        Assert.Equal(new Uri("http://b:1"), options.Telemetry.Exporters.Otlp.Endpoint);
    }

    [Theory]
    [InlineData("postgresql://ael:hunter2@db/ael", "this is a URL")]
    [InlineData("Host=db;Pasword=hunter2", "this is not a PostgreSQL connection string")]
    [InlineData("Host=db;Port=hunter2", "this is not a PostgreSQL connection string")]
    [InlineData("Database=ael;Password=hunter2", "names no Host")]
    public void A_connection_string_that_cannot_be_is_refused_without_quoting_it(string connection, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => Read($"storage: {{ postgres: \"{connection}\" }}"));

        var problem = Assert.Single(e.Problems);
        Assert.Equal("storage.postgres", problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.ToString() + problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_needs_a_store_that_can_be_shared()
    {
        var e = Assert.Throws<ConfigurationException>(() => Read("execution: { backend: cluster }"));

        var problem = Assert.Single(e.Problems);
        Assert.Equal(("execution.backend", 1), (problem.Path, problem.Line));
        Assert.Contains("storage.postgres", problem.Message, StringComparison.Ordinal);
        Assert.Equal(ExecutionBackend.Cluster, Read("execution: { backend: cluster }", ("AEL__STORAGE__POSTGRES", "Host=db")).Execution.Backend);
    }

    [Fact]
    public void Api_keys_can_be_given_by_the_environment_alone()
    {
        var options = Read(
            "server: { host: 0.0.0.0 }",
            ("AEL__SECURITY__API_KEYS__0__NAME", "ci"), ("AEL__SECURITY__API_KEYS__0__SCOPES", "read,run"),
            ("AEL__SECURITY__API_KEYS__0__SHA256", "1111111111111111111111111111111111111111111111111111111111111111"));

        Assert.Equal(["read", "run"], Assert.Single(options.Security.ApiKeys).Scopes);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void A_loopback_address_needs_no_key(string host) => Assert.Equal(host, Read($"server: {{ host: \"{host}\" }}").Server.Host);

    [Fact]
    public void A_public_address_is_allowed_when_that_is_said() =>
        Assert.Equal("0.0.0.0", Read("server: { host: 0.0.0.0 }\nsecurity: { allow_anonymous: true }").Server.Host);

    [Fact]
    public void All_problems_are_in_the_error_one_a_line()
    {
        var e = Assert.Throws<ConfigurationException>(() => Read("server:\n  prt: 1\n  host: 5\nlogging: { level: loud }\n", ("AEL__STORAGE__PTH", "x")));

        var file = Full("ael-config.yaml");
        Assert.Equal("AEL__STORAGE__PTH: unknown key 'pth' in this `storage` section (and 3 more)", e.Error.Message);
        Assert.Equal(
            [
                "AEL__STORAGE__PTH: unknown key 'pth' in this `storage` section (did you mean 'path'?)",
                $"{file}:2:3: server.prt: unknown key 'prt' in this `server` section (did you mean 'port'?)",
                $"{file}:3:9: server.host: expected text, was the integer 5 (quote it: \"5\")",
                $"{file}:4:19: logging.level: expected one of trace, debug, info, warning, error, critical, none, was the text 'loud' (use one of: trace, debug, info, warning, error, critical, none)",
            ],
            e.Error.Detail!.Split('\n'));
    }
}
