namespace Ael.Engine.Tests.BrokenInput.Tables;

/// <summary>Configuration files, and environment variables that stand for keys of one.</summary>
internal static class ConfigurationCases
{
    private const string Sha = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    public static IEnumerable<BrokenCase> All => [.. Keys, .. Types, .. Ranges, .. Meaning, .. Variables, .. Yaml, .. Environment];

    private static IEnumerable<BrokenCase> Keys =>
    [
        File("section misspelt", "§servr: {}", "servr", "unknown key 'servr'", "did you mean 'server'?", "servr", "server"),
        File("key misspelt", "server:\n  §prot: 1", "server.prot", "unknown key 'prot'", "did you mean 'port'?", "prot", "port"),
        File("section in capitals", "§Server: {}", "Server", "unknown key 'Server'", "did you mean 'server'?", "Server", "server"),
        File("unknown key", "server: { §zzzzzz: 1 }", "server.zzzzzz", "unknown key 'zzzzzz'", "use one of: host, port", "zzzzzz: 1", "port: 1"),
        File("short for another key", "workflows: { §dir: x }", "workflows.dir", "unknown key 'dir'", "directory", "dir", "directory"),
        File("key misspelt in a section of a section", "telemetry:\n  metrics:\n    §prt: 9090", "telemetry.metrics.prt", "`telemetry.metrics` section", "did you mean 'port'?", "prt", "port"),
        File("telemetry's unknown key", "telemetry: { §sampling: 1 }", "telemetry.sampling", "unknown key 'sampling'", "use one of: enabled, metrics, traces, exporters", "sampling: 1", "enabled: true"),
        File("exporter's key misspelt", "telemetry: { exporters: { otlp: { §endpiont: x } } }", "telemetry.exporters.otlp.endpiont", "unknown key 'endpiont'", "endpoint", "endpiont: x", "endpoint: 'http://localhost:4317'"),
        File("half a key", "storage: { §retention: 7d }", "storage.retention", "unknown key 'retention'", "retention_age", "retention:", "retention_age:"),
        File("exposure's key misspelt", "mcp: { exposure: { §tool: true } }", "mcp.exposure.tool", "unknown key 'tool'", "did you mean 'tools'?", "tool:", "tools:"),
        File("servers misspelt", "tools: { §mcp_server: {} }", "tools.mcp_server", "unknown key 'mcp_server'", "did you mean 'mcp_servers'?", "mcp_server:", "mcp_servers:"),
        File("server's key misspelt", "tools: { mcp_servers: { a: { command: x, §arg: [] } } }", "tools.mcp_servers.a.arg", "unknown key 'arg'", "args", "arg:", "args:"),
        File("unknown component", "logging: { components: { §mcp: debug } }", "logging.components.mcp", "unknown key 'mcp'", "use one of: workflow_engine", "mcp:", "mcp_client:"),
        File("API key's unknown key", $"security: {{ api_keys: [{{ name: a, sha256: {Sha}, scopes: [run], §role: x }}] }}", "security.api_keys[0].role", "unknown key 'role'", "use one of: name, sha256, scopes", ", role: x", ""),
    ];

    private static IEnumerable<BrokenCase> Types =>
    [
        File("a list", "§- server", "$", "expected a mapping", "start with a section", "- server", "server:"),
        File("a word", "§server", "$", "expected a mapping", "start with a section", "server", "server:"),
        File("section a number", "server: §8022", "server", "expected a mapping (key: value), was the integer 8022", "name: value", "8022", "{ port: 8022 }"),
        File("port in quotes", "server: { port: §\"8022\" }", "server.port", "expected a whole number, was the text '8022'", "without quotes", "\"8022\"", "8022"),
        File("port a fraction", "server: { port: §80.5 }", "server.port", "expected a whole number", "write digits only, as in 5", "80.5", "80"),
        File("host a number", "server: { host: §127 }", "server.host", "expected text, was the integer 127", "quote it", "127", "\"127.0.0.1\""),
        File("host empty", "server: { host: §}", "server.host", "expected text, was empty", "remove the key", "host: ", ""),
        File("host a list", "server: { host: §[a] }", "server.host", "expected text, was a list", "single value", "[a]", "127.0.0.1"),
        File("boolean yes", "workflows: { watch: §yes }", "workflows.watch", "expected true or false, was the text 'yes'", "write true or false", "yes", "true"),
        File("boolean 1", "workflows: { watch: §1 }", "workflows.watch", "expected true or false, was the integer 1", "write true or false", "1", "true"),
        File("directory empty", "workflows: { directory: §\"\" }", "workflows.directory", "must not be empty", "write a text", "\"\"", "\"flows\""),
        File("duration in words", "execution: { timeout: §soon }", "execution.timeout", "expected a duration, was the text 'soon'", "5m", "soon", "5m"),
        File("duration negative", "execution: { timeout: §-1 }", "execution.timeout", "expected a duration", "5m", "-1", "1"),
        File("size in words", "python: { memory_limit: §much }", "python.memory_limit", "expected a size in bytes", "512MiB", "much", "512MiB"),
        File("list as text", "templates: { env: §HOME }", "templates.env", "expected a list, was the text 'HOME'", "[a, b]", "HOME", "[HOME]"),
        File("list as a mapping", "templates: { env: §{ a: b } }", "templates.env", "expected a list", "[a, b]", "{ a: b }", "[a, b]"),
        File("variable a number", "templates: { env: [§1] }", "templates.env[0]", "expected text, was the integer 1", "quote it", "[1]", "[A1]"),
        File("servers a list", "tools: { mcp_servers: §[a] }", "tools.mcp_servers", "expected a mapping", "name: value", "[a]", "{ a: { command: x } }"),
        File("server a word", "tools: { mcp_servers: { a: §npx } }", "tools.mcp_servers.a", "expected a mapping", "command: program", "npx", "{ command: npx }"),
        File("arguments as text", "tools: { mcp_servers: { a: { command: x, args: §y } } }", "tools.mcp_servers.a.args", "expected a list", "write the items as a list: [a, b], or one a line after '- '", "args: y", "args: [y]"),
        File("env a list", "tools: { mcp_servers: { a: { command: x, env: §[y] } } }", "tools.mcp_servers.a.env", "expected a mapping", "name: value", "[y]", "{ y: z }"),
        File("variable's value a list", "tools: { mcp_servers: { a: { command: x, env: { Y: §[z] } } } }", "tools.mcp_servers.a.env.Y", "expected text, was a list", "single value", "[z]", "z"),
        File("API keys a mapping", "security: { api_keys: §{ a: b } }", "security.api_keys", "expected a list", "write the items as a list: [a, b], or one a line after '- '", "{ a: b }", "[]"),
        File("API key a word", "security: { api_keys: [§abc] }", "security.api_keys[0]", "expected a mapping", "name, sha256 and scopes", "abc", $"{{ name: a, sha256: {Sha}, scopes: [run] }}"),
    ];

    private static IEnumerable<BrokenCase> Ranges =>
    [
        File("port too large", "server: { port: §70000 }", "server.port", "must be from 0 to 65535, was 70000", "from 0 to 65535", "70000", "7000"),
        File("port negative", "server: { port: §-1 }", "server.port", "must be from 0 to 65535, was -1", "0 to 65535", "-1", "1"),
        File("metrics port too large", "telemetry: { metrics: { port: §99999 } }", "telemetry.metrics.port", "must be from 0 to 65535", "use a whole number that is from 0 to 65535", "99999", "9999"),
        File("no workers", "python: { workers: §0 }", "python.workers", "must be from 1 to 256, was 0", "1 to 256", "0", "1"),
        File("memory too small", "python: { memory_limit: §1KiB }", "python.memory_limit", "must be from", "from 33554432", "1KiB", "33554432"),
        File("depth too large", "execution: { max_depth: §1000 }", "execution.max_depth", "must be from 1 to 64", "use a whole number that is from 1 to 64", "1000", "64"),
        File("grace too long", "execution: { shutdown_grace: §2h }", "execution.shutdown_grace", "must be from", "1h or less", "2h", "1h"),
        File("age too short", "storage: { retention_age: §1s }", "storage.retention_age", "must be from", "1m or more", "1s", "1m"),
        File("choice misspelt", "storage: { synchronous: §ful }", "storage.synchronous", "expected one of normal, full", "did you mean 'full'?", "ful", "full"),
        File("no such choice", "python: { isolation: §strict }", "python.isolation", "expected one of required, preferred, none", "use one of", "strict", "required"),
        File("profile misspelt", "python: { profile: §standrad }", "python.profile", "expected one of", "did you mean 'standard'?", "standrad", "standard"),
        File("level shortened", "logging: { level: §warn }", "logging.level", "expected one of trace", "warning", "warn", "warning"),
        File("no such format", "logging: { format: §xml }", "logging.format", "expected one of auto, text, json", "use one of", "xml", "json"),
        File("component's level", "logging: { components: { api: §noisy } }", "logging.components.api", "expected one of trace", "use one of: trace, debug, info, warning, error, critical, none", "noisy", "debug"),
    ];

    private static IEnumerable<BrokenCase> Meaning =>
    [
        File("open to the network", "server: { host: §0.0.0.0 }", "server.host", "there is no API key", "security.api_keys", "0.0.0.0 }", "0.0.0.0 }\nsecurity: { allow_anonymous: true }"),
        File("open to the network by IPv6", "server:\n  host: §\"::\"", "server.host", "there is no API key", "allow_anonymous", "\"::\"", "127.0.0.1"),
        File("host a name", "server: { host: §example.org }", "server.host", "expected an IP address or localhost, was 'example.org'", "0.0.0.0", "example.org", "127.0.0.1"),
        File("store's path", "storage: { path: §\":memry:\" }", "storage.path", "':memry:'", ":memory:", "memry", "memory"),
        File("server without command", "tools: { mcp_servers: { a: §{} } }", "tools.mcp_servers.a", "a server needs `command` or `url`", "command: program", "{}", "{ command: program }"),
        File("server with both", "tools:\n  mcp_servers:\n    a: { command: x, §url: 'http://x' }", "tools.mcp_servers.a.url", "not both", "command: program", ", url: 'http://x'", ""),
        File("headers of a program", "tools: { mcp_servers: { a: { command: x, §headers: { A: b } } } }", "tools.mcp_servers.a.headers", "'headers' means nothing for a server with `command`", "remove it", ", headers: { A: b }", ""),
        File("folder of a URL", "tools: { mcp_servers: { a: { url: 'http://x', §cwd: b } } }", "tools.mcp_servers.a.cwd", "'cwd' means nothing for a server with `url`", "remove it", ", cwd: b", ""),
        File("URL without scheme", "tools: { mcp_servers: { a: { url: §localhost } } }", "tools.mcp_servers.a.url", "expected a URL (http or https), was 'localhost'", "http://", "url: localhost", "url: 'http://localhost:4317'"),
        File("URL of another scheme", "tools: { mcp_servers: { a: { url: §'ftp://x' } } }", "tools.mcp_servers.a.url", "expected a URL (http or https)", "http://", "ftp:", "http:"),
        File("server's name", "tools: { mcp_servers: { §'a b': { command: x } } }", "tools.mcp_servers[\"a b\"]", "'a b' cannot be a server's name", "letters, digits", "'a b'", "a-b"),
        File("endpoint without scheme", "telemetry: { exporters: { otlp: { endpoint: §otel } } }", "telemetry.exporters.otlp.endpoint", "expected a URL", "http://localhost:4317", "endpoint: otel", "endpoint: 'http://otel:4317'"),
        File("path without slash", "telemetry: { metrics: { endpoint: §metrics } }", "telemetry.metrics.endpoint", "must start with '/'", "/metrics", "endpoint: metrics", "endpoint: /metrics"),
        File("API key without name", $"security: {{ api_keys: [§{{ sha256: {Sha}, scopes: [run] }}] }}", "security.api_keys[0]", "'name' is missing in this API key", "add 'name:'", "[{ sha", "[{ name: a, sha"),
        File("hash too short", "security: { api_keys: [{ name: a, sha256: §abc, scopes: [run] }] }", "security.api_keys[0].sha256", "expected 64 hex digits, was a text of 3 characters", "sha256sum", "sha256: abc", $"sha256: {Sha}"),
        File("scope misspelt", $"security: {{ api_keys: [{{ name: a, sha256: {Sha}, scopes: [run, §wirte] }}] }}", "security.api_keys[0].scopes[1]", "expected one of read, run, admin", "use one of", "wirte", "admin"),
        File("no scopes", $"security: {{ api_keys: [{{ name: a, sha256: {Sha}, scopes: §[] }}] }}", "security.api_keys[0].scopes", "a key without scopes", "read, run, admin", "scopes: []", "scopes: [run]"),
        File("scopes missing", $"security: {{ api_keys: [§{{ name: a, sha256: {Sha} }}] }}", "security.api_keys[0]", "'scopes' is missing", "scopes: [run]", " }] }", ", scopes: [run] }] }"),
        File("API key's name twice", $"security:\n  api_keys:\n    §- {{ name: a, sha256: {Sha}, scopes: [run] }}\n    - {{ name: a, sha256: {Sha}, scopes: [run] }}", "security.api_keys", "two keys are named 'a'", "its own name", $"    - {{ name: a, sha256: {Sha}, scopes: [run] }}\n    - {{ name: a", $"    - {{ name: a, sha256: {Sha}, scopes: [run] }}\n    - {{ name: b"),
        File("origin without scheme", "security: { allowed_origins: [§example.org] }", "security.allowed_origins[0]", "'example.org' is not an origin", "https://example.org", "[example.org]", "['https://example.org']"),
        File("origin with a path", "security: { allowed_origins: [§'https://example.org/'] }", "security.allowed_origins[0]", "is not an origin", "https://example.org", "example.org/", "example.org"),
        File("pattern not closed", "storage: { redact_patterns: [§'('] }", "storage.redact_patterns[0]", "not a regular expression", "correct the pattern", "'('", "'(x)'"),
        File("pattern with a back-reference", "storage: { redact_patterns: [§'(a)\\1'] }", "storage.redact_patterns[0]", "it needs backtracking", "back-references", "(a)\\1", "aa"),
        File("pattern of nothing", "storage: { redact_patterns: [§'x*'] }", "storage.redact_patterns[0]", "matches the empty text", "correct the pattern", "x*", "x+"),
        File("variable with a dollar sign", "templates: { env: [§'$HOME'] }", "templates.env[0]", "'$HOME' is not the name of a variable", "HOME", "$HOME", "HOME"),
    ];

    private static IEnumerable<BrokenCase> Variables =>
    [
        File("variable not set", "server:\n  host: §${AEL_TEST_UNSET}", "server.host", "the environment variable 'AEL_TEST_UNSET' is not set", "set AEL_TEST_UNSET", "UNSET}", "UNSET:-127.0.0.1}"),
        File("variable not set, with a reason", "server: { host: §\"${AEL_TEST_UNSET:?say where}\" }", "server.host", "is not set: say where", "set AEL_TEST_UNSET", ":?say where", ":-127.0.0.1"),
        File("variable empty, with a reason", "server: { host: §\"${AEL_TEST_EMPTY:?say where}\" }", "server.host", "is not set: say where", "set AEL_TEST_EMPTY, or give a default: ${AEL_TEST_EMPTY:-...}", ":?say where", ":-127.0.0.1"),
        File("variable without a name", "server: { host: §\"${}\" }", "server.host", "'${}' is not a variable", "${NAME}", "${}", "127.0.0.1"),
        File("variable's name", "server: { host: §\"${1A}\" }", "server.host", "'${1A}' is not a variable", "${NAME}", "${1A}", "${A1:-127.0.0.1}"),
        File("default without a colon", "server: { host: §\"${A-b}\" }", "server.host", "'${A-b}' is not a variable", "${NAME:-default}", "${A-b}", "${A:-localhost}"),
        File("variable not closed", "server: { host: §\"${A\" }", "server.host", "'${' is not closed", "$$", "${A", "${A:-localhost}"),
        File("variable not a number", "server:\n  port: §${AEL_TEST_WORD}", "server.port", "expected a whole number, was the text 'word'", "write digits only, as in 5", "WORD", "PORT"),
        File("variable empty", "server:\n  host: §${AEL_TEST_EMPTY}", "server.host", "expected text, was empty", "give it a value, or remove the key", "EMPTY}", "EMPTY:-127.0.0.1}"),
    ];

    private static IEnumerable<BrokenCase> Yaml =>
    [
        File("bracket not closed", "server: §{ port: 1", "$", "not closed", "close it", "port: 1", "port: 1 }"),
        File("tab", "server:\n§\tport: 1", "$", "tab", "spaces", "\t", "  "),
        File("section twice", "server: { port: 1 }\n§server: { port: 2 }", "server", "'server' is here twice, first in line 1", "remove or rename", "\nserver: { port: 2 }", ""),
        File("anchor", "server: §&a { port: 1 }", "server", "anchors", "remove", "&a ", ""),
        File("two documents", "server: { port: 1 }\n§---\nserver: {}", "$", "second document", "remove the '---' line, or make it a file of its own", "\n---\nserver: {}", ""),
    ];

    private static IEnumerable<BrokenCase> Environment =>
    [
        Variable("section misspelt", "AEL__SERVR__PORT=1", "unknown key 'servr'", "did you mean 'server'?", "SERVR", "SERVER"),
        Variable("key misspelt", "AEL__SERVER__PROT=1", "unknown key 'prot'", "did you mean 'port'?", "PROT", "PORT"),
        Variable("a whole section", "AEL__SERVER=1", "expected a mapping", "name: value", "SERVER=", "SERVER__PORT="),
        Variable("no key", "AEL__=1", "unknown key ''", "use one of", "__=", "__SERVER__PORT="),
        Variable("below a value", "AEL__SERVER__PORT__X=1", "expected a whole number", "as in 5", "__X", ""),
        Variable("out of range", "AEL__SERVER__PORT=70000", "must be from 0 to 65535", "from 0 to 65535", "70000", "7000"),
        Variable("not a number", "AEL__SERVER__PORT=many", "expected a whole number, was the text 'many'", "as in 5", "many", "5"),
        Variable("open to the network", "AEL__SERVER__HOST=0.0.0.0", "there is no API key", "listen on 127.0.0.1", "0.0.0.0", "127.0.0.1"),
        Variable("boolean", "AEL__TELEMETRY__ENABLED=1", "expected true or false", "write true or false", "=1", "=true"),
        Variable("choice misspelt", "AEL__STORAGE__SYNCHRONOUS=ful", "expected one of normal, full", "did you mean 'full'?", "ful", "full"),
        Variable("element that is not next", "AEL__TEMPLATES__ENV__1=A", "there is no element 1 to set", "the next one is 0", "__1", "__0"),
        Variable("server without command", "AEL__TOOLS__MCP_SERVERS__A__ENABLED=true", "a server needs `command` or `url`", "command: program", "ENABLED=true", "COMMAND=program"),
        Variable("unknown component", "AEL__LOGGING__COMPONENTS__MCP=debug", "unknown key 'mcp'", "use one of", "__MCP=", "__API="),
        Variable("endpoint without scheme", "OTEL_EXPORTER_OTLP_ENDPOINT=collector", "expected a URL", "http://localhost:4317", "=collector", "=http://collector:4317"),
        Variable("insecure", "OTEL_EXPORTER_OTLP_INSECURE=1", "expected true or false", "write true or false", "=1", "=true"),
    ];

    private static BrokenCase File(string name, string text, string path, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Configuration, name, text, "CONFIG_INVALID", path, message, suggestion, wrong, right);

    private static BrokenCase Variable(string name, string text, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Configuration, $"variable: {name}", text, "CONFIG_INVALID", text.Split('=')[0], message, suggestion, wrong, right);
}
