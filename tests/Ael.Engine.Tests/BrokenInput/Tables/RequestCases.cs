namespace Ael.Engine.Tests.BrokenInput.Tables;

/// <summary>HTTP requests to the whole server; {known} is an execution that has ended.</summary>
internal static class RequestCases
{
    private const string Execute = "/api/v1/workflows/greet/execute";
    private const string Executions = "/api/v1/executions";
    private const string Unknown = "/api/v1/executions/exec-ffffffffffff";
    private const string Good = """{"inputs": {"name": "Ada"}}""";
    private const string Param = "PARAM_INVALID";

    public static IEnumerable<BrokenCase> All => [.. Routes, .. ContentTypes, .. NotJson, .. Shapes, .. Inputs, .. Yaml, .. Queries, .. Absent, .. Tools];

    private static IEnumerable<BrokenCase> Routes =>
    [
        Get("route misspelt", "/api/v1/workflow", "404 " + Param, "/api/v1/workflow", "nothing at GET /api/v1/workflow", "did you mean '/api/v1/workflows'?", "workflow", "workflows"),
        Post("action misspelt", "/api/v1/workflows/greet/exec", Good, "404 " + Param, "/api/v1/workflows/greet/exec", "nothing at POST", "did you mean '/api/v1/workflows/greet/execute'?", "/exec", "/execute"),
        Get("version of the API", "/api/v2/workflows", "404 " + Param, "/api/v2/workflows", "nothing at GET /api/v2", "'/api/v1/workflows'", "v2", "v1"),
        Get("nowhere at all", "/nowhere/at/all", "404 " + Param, "/nowhere/at/all", "nothing at GET /nowhere", "/openapi/v1.json", "/nowhere/at/all", "/openapi/v1.json"),
        Send("method of a workflow", "PATCH /api/v1/workflows/greet", "405 " + Param, "/api/v1/workflows/greet", "PATCH is not possible", "GET", "PATCH", "GET"),
        Post("method of the workflows", "/api/v1/workflows", "{}", "405 " + Param, "/api/v1/workflows", "POST is not possible", "Use one of: GET", "POST", "GET"),
        Get("method of execute", Execute, "405 " + Param, Execute, "GET is not possible", "POST", "GET " + Execute, $"POST {Execute}\n\n{Good}"),
        Send("method of info", "DELETE /api/v1/info", "405 " + Param, "/api/v1/info", "DELETE is not possible", "GET", "DELETE", "GET"),
    ];

    private static IEnumerable<BrokenCase> ContentTypes =>
    [
        Typed("inputs as text", Execute, "text/plain", Good, "A body of content type 'text/plain'", "Content-Type: application/json", "text/plain", "application/json"),
        Typed("inputs as a form", Execute, "application/x-www-form-urlencoded", Good, "'application/x-www-form-urlencoded'", "Content-Type: application/json", "x-www-form-urlencoded", "json"),
        Typed("inputs in UTF-16", Execute, "application/json; charset=utf-16", Good, "charset=utf-16", "(UTF-8)", "; charset=utf-16", ""),
        Typed("workflow as XML", "/api/v1/workflows/validate", "application/xml", "name: x", "'application/xml'", "YAML as `application/yaml`", "application/xml", "application/yaml"),
        Typed("arguments as YAML", "/api/v1/tools/echo/call", "application/yaml", """{"arguments": {"text": "a"}}""", "'application/yaml'", "application/json", "/yaml", "/json"),
        new(Kinds.Request, "workflow as JSON", $"PUT /api/v1/workflows/fresh\n\n{Fresh("fresh")}", "415 " + Param, "headers.Content-Type", "'application/json'", "`application/yaml`", "fresh\n\n", "fresh\nContent-Type: application/yaml\n\n"),
    ];

    private static IEnumerable<BrokenCase> NotJson =>
    [
        Bad("cut short", "{\"inputs\": §", "line 1, column", "{\"inputs\": ", Good),
        Bad("bare word", "{\n  \"inputs\": {\n    \"name\": n§ope\n  }\n}", "line 3, column 14", "nope", "\"nope\""),
        Bad("single quotes", "{§'inputs': {'name': 'Ada'}}", "line 1, column 2", "'", "\""),
        Bad("two values", Good + " §{}", "line 1, column 29", " {}", ""),
        Bad("key twice", "{\"inputs\": {\"name\": \"Ada\",\n§\"name\": \"Bob\"}}", "the key 'name' is here twice", ",\n\"name\": \"Bob\"", ""),
        Bad("comma at the end", "{\"inputs\": {\"name\": \"Ada\"}, §}", "not JSON", ", }", "}"),
        Bad("not a number", "{\"inputs\": {\"name\": \"Ada\", \"times\": §NaN}}", "not JSON", "NaN", "1"),
        Bad("comment", "§// hello\n" + Good, "not JSON", "// hello\n", ""),
        Bad("form", "n§ame=Ada", "not JSON", "name=Ada", Good),
    ];

    private static IEnumerable<BrokenCase> Shapes =>
    [
        Body("a list", Execute, "[]", "$", "a list; an object is expected", "Send an object, with any of: inputs", "[]", Good),
        Body("null", Execute, "null", "$", "is null; an object is expected", "Send an object", "null", Good),
        Body("text", Execute, "\"Ada\"", "$", "is a string", "Send an object", "\"Ada\"", Good),
        Body("member misspelt", Execute, """{"input": {"name": "Ada"}}""", "$.input", "the member 'input', which is not known here", "did you mean 'inputs'?", "input", "inputs"),
        Body("inputs without their member", Execute, """{"name": "Ada"}""", "$.name", "the member 'name'", "use one of: inputs", """{"name": "Ada"}""", Good),
        Body("inputs a list", Execute, """{"inputs": []}""", "$.inputs", "'inputs' is a list; an object is expected", "Give an object", "[]", """{"name": "Ada"}"""),
        Body("inputs null", Execute, """{"inputs": null}""", "$.inputs", "'inputs' is null", "Give an object", "null", """{"name": "Ada"}"""),
        Body("inputs as text", Execute, """{"inputs": "{}"}""", "$.inputs", "'inputs' is a string", "Give an object", "\"{}\"", """{"name": "Ada"}"""),
        Body("inputs a boolean", Execute, """{"inputs": true}""", "$.inputs", "a boolean", "Give an object", "true", """{"name": "Ada"}"""),
        Body("nothing to validate", "/api/v1/workflows/validate", "{}", "$.yaml", "no 'yaml'", "Send {\"yaml\": \"...\"}", "{}", """{"yaml": "x"}"""),
        Body("yaml misspelt", "/api/v1/workflows/validate", """{"yml": "a"}""", "$.yml", "'yml'", "did you mean 'yaml'?", "yml", "yaml"),
        Body("yaml a number", "/api/v1/workflows/validate", """{"yaml": 5}""", "$.yaml", "'yaml' is a number; a string is expected", "Give a string", "5", "\"5\""),
        Body("arguments misspelt", "/api/v1/tools/echo/call", """{"args": {"text": "a"}}""", "$.args", "'args'", "use one of: arguments, server", "args", "arguments"),
        Body("arguments a number", "/api/v1/tools/echo/call", """{"arguments": 5}""", "$.arguments", "'arguments' is a number", "Give an object", "5", """{"text": "a"}"""),
        Body("server a number", "/api/v1/tools/echo/call", """{"arguments": {"text": "a"}, "server": 5}""", "$.server", "'server' is a number", "Give a string", "5", "\"one\""),
        Body("reason a number", "/api/v1/executions/{known}/rerun", """{"reason": 5}""", "$.reason", "'reason'", "use one of: inputs", "\"reason\": 5", "\"inputs\": {\"name\": \"Bob\"}"),
    ];

    private static IEnumerable<BrokenCase> Inputs =>
    [
        Input("input missing", """{"inputs": {}}""", "inputs.name", "the input 'name' is missing", "send 'name' (string)", "{}}", """{"name": "Ada"}}"""),
        Input("no body at all", "", "inputs.name", "the input 'name' is missing", "send 'name' (string)", "\n\n", "\n\n" + Good),
        Input("input misspelt", """{"inputs": {"name": "Ada", "time": 2}}""", "inputs.time", "there is no input 'time'", "did you mean 'times'", "time\"", "times\""),
        Input("input in quotes", """{"inputs": {"name": "Ada", "times": "2"}}""", "inputs.times", "expected an integer, was the text '2'", "without quotes", "\"2\"", "2"),
        Input("input beyond its maximum", """{"inputs": {"name": "Ada", "times": 6}}""", "inputs.times", "must be from 1 to 5, was 6", "from 1 to 5", "6", "5"),
        Input("input an object", """{"inputs": {"name": {"first": "Ada"}}}""", "inputs.name", "expected a string, was an object", "use a string", """{"first": "Ada"}""", "\"Ada\""),
    ];

    private static IEnumerable<BrokenCase> Yaml =>
    [
        Put("empty", "", Param, "$", "The body is empty", "--data-binary", "yaml\n\n", "yaml\n\n" + Fresh("fresh")),
        Put("white space", " \n", Param, "$", "The body is empty", "--data-binary", " \n", Fresh("fresh")),
        Put("key misspelt", "name: fresh\n§nam: fresh\nversion: 1\nsteps: [{id: a, tool: echo}]\n", "WORKFLOW_INVALID", "nam", "'fresh' is not valid", "Correct each place in `problems`", "nam: fresh\n", ""),
        Put("another name", "name: §other\nversion: 1\nsteps: [{id: a, tool: echo}]\n", "WORKFLOW_INVALID", "name", "The YAML's name is 'other', the path's is 'fresh'", "PUT it to /api/v1/workflows/other", "workflows/fresh", "workflows/other"),
        Put("step's key misspelt", "name: fresh\nversion: 1\nsteps:\n- id: a\n  tool: echo\n  §tiemout: 5s\n", "WORKFLOW_INVALID", "steps[0].tiemout", "'fresh' is not valid", "Correct each place", "tiemout", "timeout"),
        Put("Python's syntax", "name: fresh\nversion: 1\nsteps:\n- id: a\n  code: |\n    x = 1\n    return x +§\n", "WORKFLOW_INVALID", "steps[0].code", "'fresh' is not valid", "Correct each place", "x +", "x"),
        Put("calls itself", "name: fresh\nversion: 1\nsteps: [{id: a, workflow: §fresh}]\n", "WORKFLOW_INVALID", "steps[0].workflow", "'fresh' is not valid", "Correct each place", "workflow: fresh", "workflow: greet"),
    ];

    private static IEnumerable<BrokenCase> Queries =>
    [
        Query("word for a boolean", "POST", Execute + "?async=yes", "async", "'yes'", "use one of: true, false", "yes", "true"),
        Query("flag without a value", "POST", Execute + "?async", "async", "'async' is ''", "use one of: true, false", "?async", "?async=true"),
        Query("parameter misspelt", "POST", Execute + "?asnyc=true", "asnyc", "'asnyc' is not known here", "did you mean 'async'?", "asnyc", "async"),
        Query("empty version", "POST", Execute + "?version=", "version", "'version' is empty", "Give it a value or leave it out", "?version=", ""),
        Query("two versions", "POST", "/api/v1/workflows/greet@1.0/execute?version=1.1", "version", "given twice", "Give it once", "@1.0", ""),
        Query("unknown status", "GET", Executions + "?status=foo", "status", "'foo'", "use one of: pending, running, completed", "foo", "failed"),
        Query("status misspelt", "GET", Executions + "?status=complete", "status", "'complete'", "did you mean 'completed'?", "complete", "completed"),
        Query("status in capitals", "GET", Executions + "?status=Failed", "status", "'Failed'", "did you mean 'failed'?", "Failed", "failed"),
        Query("limit zero", "GET", Executions + "?limit=0", "limit", "'limit' is '0'", "from 1 to 500", "0", "1"),
        Query("limit too large", "GET", Executions + "?limit=501", "limit", "'501'", "from 1 to 500", "501", "500"),
        Query("limit negative", "GET", Executions + "?limit=-1", "limit", "'-1'", "from 1 to 500", "-1", "1"),
        Query("limit in words", "GET", Executions + "?limit=ten", "limit", "'ten'", "Give a whole number", "ten", "10"),
        Query("limit with an exponent", "GET", Executions + "?limit=1e2", "limit", "'1e2'", "Give a whole number", "1e2", "100"),
        Query("limit of many digits", "GET", Executions + "?limit=99999999999", "limit", "'99999999999'", "from 1 to 500", "99999999999", "99"),
        Query("limit twice", "GET", Executions + "?limit=1&limit=2", "limit", "given 2 times", "Give it once", "&limit=2", ""),
        Query("time in words", "GET", Executions + "?since=yesterday", "since", "'yesterday', which is not a time", "2026-01-15T10:30:00Z", "yesterday", "2026-01-15"),
        Query("month 13", "GET", Executions + "?since=2026-13-01", "since", "not a time", "as in 2026-01-15", "-13-", "-12-"),
        Query("bare plus", "GET", Executions + "?until=2026-01-15T10:30:00+02:00", "until", "not a time", "%2B", "+", "%2B"),
        Query("since after until", "GET", Executions + "?since=2026-02-01&until=2026-01-01", "since", "'since' is not before 'until'", "Swap them", "since=2026-02-01&until=2026-01-01", "since=2026-01-01&until=2026-02-01"),
        new(Kinds.Request, "cursor of nothing", $"GET {Executions}?cursor=nonsense", "400 " + Param, "cursor", "not a cursor", "leave it out for the first page", "?cursor=nonsense", ""),
        Query("offset", "GET", Executions + "?offset=10", "offset", "'offset' is not known", "use one of: workflow, status", "offset=10", "limit=10"),
        Query("parameter where there are none", "GET", "/api/v1/info?verbose=1", "verbose", "'verbose' is not known", "takes none", "?verbose=1", ""),
        Query("format", "GET", "/api/v1/workflows/greet?format=xml", "format", "'xml'", "did you mean 'yaml'?", "xml", "yaml"),
        Query("unknown server", "GET", "/api/v1/tools?server=three", "server", "no MCP server 'three'", "use one of", "three", "one"),
    ];

    private static IEnumerable<BrokenCase> Absent =>
    [
        Get("workflow misspelt", "/api/v1/workflows/gret", "404 WORKFLOW_NOT_FOUND", "/api/v1/workflows/gret", "no workflow 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Get("version", "/api/v1/workflows/greet?version=9", "404 WORKFLOW_NOT_FOUND", "/api/v1/workflows/greet", "no version '9'", "use one of: 1.0, 1.1", "=9", "=1.1"),
        Get("workflow that never was valid", "/api/v1/workflows/broken?format=yaml", "400 WORKFLOW_INVALID", "/api/v1/workflows/broken", "never been valid", "See its problems with GET /api/v1/workflows/broken", "?format=yaml", ""),
        Send("deleting one misspelt", "DELETE /api/v1/workflows/brken", "404 WORKFLOW_NOT_FOUND", "/api/v1/workflows/brken", "no workflow 'brken'", "did you mean 'broken'?", "DELETE /api/v1/workflows/brken", "GET /api/v1/workflows/broken"),
        Post("running one misspelt", "/api/v1/workflows/gret/execute", Good, "404 WORKFLOW_NOT_FOUND", "/api/v1/workflows/gret/execute", "no workflow 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Post("running a version", Execute + "?version=9", Good, "404 WORKFLOW_NOT_FOUND", Execute, "no version '9' of workflow 'greet'", "Use one of: 1.0, 1.1", "=9", "=1.0"),
        Post("running one that is broken", "/api/v1/workflows/broken/execute", Good, "400 WORKFLOW_INVALID", "steps[0].tiemout 3:29", "its file broken.yaml has problems", "did you mean 'timeout'?", "broken", "greet"),
        Get("execution", Unknown, "404 " + Param, Unknown, "no execution 'exec-ffffffffffff'", "List them with GET /api/v1/executions", "/exec-ffffffffffff", ""),
        Get("execution's detail", Unknown + "/detail", "404 " + Param, Unknown + "/detail", "no execution", "GET /api/v1/executions", "exec-ffffffffffff", "{known}"),
        Get("execution's events", Unknown + "/events", "404 " + Param, Unknown + "/events", "no execution", "GET /api/v1/executions", "exec-ffffffffffff", "{known}"),
        Get("execution's log", Unknown + "/logs", "404 " + Param, Unknown + "/logs", "no execution", "GET /api/v1/executions", "exec-ffffffffffff", "{known}"),
        Post("cancelling one", Unknown + "/cancel", "{}", "404 " + Param, Unknown + "/cancel", "no execution", "List them with GET /api/v1/executions", $"POST {Unknown}/cancel", $"GET {Executions}"),
        Post("running one again", Unknown + "/rerun", "{}", "404 " + Param, Unknown + "/rerun", "no execution", "GET /api/v1/executions", "exec-ffffffffffff", "{known}"),
        new(Kinds.Request, "event that is none", "GET /api/v1/executions/{known}/events\nLast-Event-ID: last", "400 " + Param, "headers.Last-Event-ID", "Last-Event-ID is 'last'", "as it was received", ": last", ": 0"),
    ];

    private static IEnumerable<BrokenCase> Tools =>
    [
        Get("tool misspelt", "/api/v1/tools/ecko", "404 TOOL_NOT_FOUND", "/api/v1/tools/ecko", "no tool 'ecko'", "did you mean 'echo'?", "ecko", "echo"),
        Get("tool of another server", "/api/v1/tools/echo?server=two", "404 TOOL_NOT_FOUND", "/api/v1/tools/echo", "server 'two' has no tool 'echo'", "twice", "echo", "twice"),
        Get("tool of two servers", "/api/v1/tools/twice", "404 TOOL_NOT_FOUND", "/api/v1/tools/twice", "Several servers have a tool 'twice'", "?server= with one of: one, two", "twice", "twice?server=one"),
        Post("calling a tool of two servers", "/api/v1/tools/twice/call", """{"arguments": {}}""", "404 TOOL_NOT_FOUND", "/api/v1/tools/twice/call", "offered by 2 MCP servers, 'one' and 'two'", "\"server\": \"one\"", "{}}", "{}, \"server\": \"one\"}"),
        Post("calling one misspelt", "/api/v1/tools/ecko/call", """{"arguments": {"text": "a"}, "server": "one"}""", "404 TOOL_NOT_FOUND", "/api/v1/tools/ecko/call", "MCP server 'one' has no tool 'ecko'", "did you mean 'echo'?", "ecko", "echo"),
        Post("calling one that a server may have that is down", "/api/v1/tools/ecko/call", """{"arguments": {"text": "a"}}""", "503 TOOL_UNAVAILABLE", "/api/v1/tools/ecko/call", "no MCP server that is up offers the tool 'ecko', and 'down' cannot be asked", "did you mean 'echo'?", "ecko", "echo"),
        Post("calling a server that is down", "/api/v1/tools/echo/call", """{"arguments": {"text": "a"}, "server": "down"}""", "503 TOOL_UNAVAILABLE", "/api/v1/tools/echo/call", "'down'", "tools.mcp_servers.down.url", "\"down\"", "\"one\""),
        Post("calling a server misspelt", "/api/v1/tools/echo/call", """{"arguments": {"text": "a"}, "server": "onne"}""", "404 TOOL_NOT_FOUND", "/api/v1/tools/echo/call", "no MCP server 'onne'; configured: 'down', 'one', 'two'", "did you mean 'one'", "onne", "one"),
        Post("argument missing", "/api/v1/tools/echo/call", """{"arguments": {}}""", "502 TOOL_FAILED", "/api/v1/tools/echo/call", "tool 'echo' of MCP server 'one'", "tool's own message", "{}}", """{"text": "a"}}"""),
        Post("tool that fails", "/api/v1/tools/fails/call", """{"arguments": {"anyway": true}}""", "502 TOOL_FAILED", "/api/v1/tools/fails/call", "disk full", "tool's own message", "true", "false"),
    ];

    private static string Fresh(string name) => $"name: {name}\nversion: 1\nsteps: [{{id: a, tool: echo}}]\n";

    private static BrokenCase Send(string name, string line, string code, string place, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Request, name, line, code, place, message, suggestion, wrong, right);

    private static BrokenCase Get(string name, string path, string code, string place, string message, string suggestion, string wrong, string right) =>
        Send(name, "GET " + path, code, place, message, suggestion, wrong, right);

    private static BrokenCase Query(string name, string method, string path, string parameter, string message, string suggestion, string wrong, string right) =>
        Send(name, method + " " + path + (method == "POST" ? "\n\n" + Good : ""), "400 " + Param, "query." + parameter, message, suggestion, wrong, right);

    private static BrokenCase Post(string name, string path, string body, string code, string place, string message, string suggestion, string wrong, string right) =>
        Send(name, $"POST {path}\n\n{body}", code, place, message, suggestion, wrong, right);

    private static BrokenCase Body(string name, string path, string body, string place, string message, string suggestion, string wrong, string right) =>
        Post("body: " + name, path, body, "400 " + Param, place, message, suggestion, wrong, right);

    private static BrokenCase Bad(string name, string body, string message, string wrong, string right) =>
        Post("JSON: " + name, Execute, body, "400 " + Param, "$", message, "Correct the JSON at the place named", wrong, right);

    private static BrokenCase Input(string name, string body, string place, string message, string suggestion, string wrong, string right) =>
        Post(name, Execute, body, "INPUT_INVALID", place, message, suggestion, wrong, right);

    private static BrokenCase Typed(string name, string path, string type, string body, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Request, name, $"POST {path}\nContent-Type: {type}\n\n{body}", "415 " + Param, "headers.Content-Type", message, suggestion, wrong, right);

    private static BrokenCase Put(string name, string yaml, string code, string place, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Request, "YAML: " + name, $"PUT /api/v1/workflows/fresh\nContent-Type: application/yaml\n\n{yaml}", "400 " + code, place, message, suggestion, wrong, right);
}
