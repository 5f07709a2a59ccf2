namespace Ael.Engine.Tests.BrokenInput.Tables;

/// <summary>Tool calls by the MCP client, and JSON-RPC that no client would send.</summary>
internal static class McpCases
{
    private const string Param = "PARAM_INVALID";

    public static IEnumerable<BrokenCase> All => [.. Workflows, .. Management, .. Protocol, .. Messages];

    private static IEnumerable<BrokenCase> Workflows =>
    [
        Call("unknown tool", """gret {"name": "Ada"}""", "-32602", "params.name", "Unknown tool: 'gret'; did you mean 'greet'?", "did you mean 'greet'?", "gret", "greet"),
        Call("tool that is nowhere", """zzzzzzzzzz {"name": "Ada"}""", "-32602", "params.name", "Unknown tool: 'zzzzzzzzzz'", "tools/list", "zzzzzzzzzz", "greet"),
        Call("tool of a server, which is not passed on", """echo {"name": "Ada"}""", "-32602", "params.name", "Unknown tool: 'echo'", "tools/list", "echo", "greet"),
        Call("workflow without its input", "greet {}", "INPUT_INVALID", "inputs.name", "the input 'name' is missing", "send 'name' (string)", "{}", """{"name": "Ada"}"""),
        Call("input misspelt", """greet {"name": "Ada", "tims": 2}""", "INPUT_INVALID", "inputs.tims", "there is no input 'tims'", "did you mean 'times'", "tims", "times"),
        Call("input of another type", """greet {"name": ["Ada"]}""", "INPUT_INVALID", "inputs.name", "expected a string, was a list", "use a string", "[\"Ada\"]", "\"Ada\""),
        Call("input null", """greet {"name": null}""", "INPUT_INVALID", "inputs.name", "expected a string, was null", "give a value", "null", "\"Ada\""),
        Call("input out of range", """greet {"name": "Ada", "times": 99}""", "INPUT_INVALID", "inputs.times", "must be from 1 to 5, was 99", "from 1 to 5", "99", "3"),
        Call("two inputs at once", """greet {"name": 5, "times": 0}""", "INPUT_INVALID", "inputs.name", "(and 1 more)", "Correct the inputs named", "5, \"times\": 0", "\"Ada\", \"times\": 1"),
    ];

    private static IEnumerable<BrokenCase> Management =>
    [
        Call("run without a name", """workflow_run {"inputs": {"name": "Ada"}}""", Param, "arguments.name", "workflow_run: 'name' is missing", "give 'name': The workflow's name", "{\"inputs\"", "{\"name\": \"greet\", \"inputs\""),
        Call("run of one misspelt", """workflow_run {"name": "gret", "inputs": {"name": "Ada"}}""", "WORKFLOW_NOT_FOUND", "arguments.name", "there is no workflow 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Call("run of a version", """workflow_run {"name": "greet@9", "inputs": {"name": "Ada"}}""", "WORKFLOW_NOT_FOUND", "arguments.name", "no version '9' of workflow 'greet'", "Use one of: 1.0, 1.1", "@9", "@1.0"),
        Call("run of one that is broken", """workflow_run {"name": "broken"}""", "WORKFLOW_INVALID", "steps[0].tiemout 3:29", "its file broken.yaml has problems", "did you mean 'timeout'?", "\"broken\"", "\"greet\", \"inputs\": {\"name\": \"Ada\"}"),
        Call("inputs as text", """workflow_run {"name": "greet", "inputs": "{}"}""", Param, "arguments.inputs", "'inputs': expected an object, was the text '{}'", "use an object: {...}", "\"{}\"", "{\"name\": \"Ada\"}"),
        Call("inputs beside their argument", """workflow_run {"name": "greet", "times": 1}""", Param, "arguments.times", "there is no 'times'", "use one of: name, inputs, async", "\"times\": 1", "\"inputs\": {\"name\": \"Ada\"}"),
        Call("input missing in a run", """workflow_run {"name": "greet", "inputs": {}}""", "INPUT_INVALID", "inputs.name", "the input 'name' is missing", "send 'name' (string)", "{}}", "{\"name\": \"Ada\"}}"),
        Call("async in words", """workflow_run {"name": "greet", "inputs": {"name": "Ada"}, "async": "yes"}""", Param, "arguments.async", "expected a boolean, was the text 'yes'", "use true or false", "\"yes\"", "true"),
        Call("argument misspelt", """workflow_get {"nme": "greet"}""", Param, "arguments.nme", "there is no 'nme' (did you mean 'name'?); 'name' is missing", "Correct the arguments; the input schema of 'workflow_get' lists them", "nme", "name"),
        Call("workflow misspelt", """workflow_get {"name": "gret"}""", "WORKFLOW_NOT_FOUND", "arguments.name", "no workflow 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Call("version that is not there", """workflow_get {"name": "greet", "version": "2.0"}""", "WORKFLOW_NOT_FOUND", "arguments.version", "no version '2.0'", "use one of: 1.0, 1.1", "2.0", "1.0"),
        Call("version a number", """workflow_get {"name": "greet", "version": 1.0}""", Param, "arguments.version", "expected a string, was the number 1.0", "write it in quotes: \"1.0\"", "1.0", "\"1.0\""),
        Call("nothing to validate", "workflow_validate {}", Param, "arguments.yaml", "takes either 'yaml' or 'name'", "Give exactly one of them", "{}", """{"name": "greet"}"""),
        Call("two things to validate", """workflow_validate {"name": "greet", "yaml": "a"}""", Param, "arguments.yaml", "takes either 'yaml' or 'name'", "Give exactly one of them", ", \"yaml\": \"a\"", ""),
        Call("unknown workflow to validate", """workflow_validate {"name": "gret"}""", "WORKFLOW_NOT_FOUND", "arguments.name", "no workflow 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Call("unknown execution", """execution_get {"execution_id": "exec-ffffffffffff"}""", Param, "arguments.execution_id", "no execution 'exec-ffffffffffff'", "See `execution_list`", """execution_get {"execution_id": "exec-ffffffffffff"}""", "execution_list {}"),
        Call("execution's id by another name", """execution_get {"id": "exec-ffffffffffff"}""", Param, "arguments.id", "; 'execution_id' is missing", "the input schema of 'execution_get'", """execution_get {"id": "exec-ffffffffffff"}""", "execution_list {}"),
        Call("cancelling an unknown one", """execution_cancel {"execution_id": "exec-ffffffffffff"}""", Param, "arguments.execution_id", "no execution 'exec-ffffffffffff'", "See `execution_list`", """execution_cancel {"execution_id": "exec-ffffffffffff"}""", "execution_list {}"),
        Call("bad cursor", """execution_list {"cursor": "nonsense"}""", Param, "cursor", "not a cursor", "leave it out for the first page", """{"cursor": "nonsense"}""", "{}"),
        Call("limit beyond", """execution_list {"limit": 201}""", Param, "arguments.limit", "must be from 1 to 200, was 201", "from 1 to 200", "201", "200"),
        Call("limit in quotes", """execution_list {"limit": "20"}""", Param, "arguments.limit", "expected an integer, was the text '20'", "without quotes", "\"20\"", "20"),
        Call("unknown status", """execution_list {"status": "complete"}""", Param, "arguments.status", "'complete' is not one of pending, running, completed", "did you mean 'completed'?", "complete", "completed"),
        Call("time in words", """execution_list {"since": "yesterday"}""", Param, "arguments.since", "'since' must be a time, and was 'yesterday'", "as in 2026-10-27T09:00:00Z", "yesterday", "2026-10-27T09:00:00Z"),
        Call("argument of a tool that takes none like it", """workflow_list {"filter": "x"}""", Param, "arguments.filter", "there is no 'filter'", "use one of: tag", "filter", "tag"),
    ];

    private static IEnumerable<BrokenCase> Protocol =>
    [
        Rpc("unknown method", """{"jsonrpc": "2.0", "id": 2, "method": "tools/lst"}""", "-32601", "method", "tools/lst", "did you mean 'tools/list'", "lst", "list"),
        Rpc("unknown tool in a message", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "gret", "arguments": {"name": "Ada"}}}""", "-32602", "params.name", "Unknown tool: 'gret'", "did you mean 'greet'?", "gret", "greet"),
        Rpc("call without a name", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"arguments": {"name": "Ada"}}}""", "-32602", "params.name", "'tools/call' needs 'name'", "Give 'name' as a string", "{\"arguments\"", "{\"name\": \"greet\", \"arguments\""),
        Rpc("call without parameters", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call"}""", "-32602", "params.name", "'tools/call' needs 'name'", "Give 'name' as a string", "\"tools/call\"", "\"tools/call\", \"params\": {\"name\": \"workflow_list\"}"),
        Rpc("arguments a list", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "greet", "arguments": ["Ada"]}}""", "-32602", "params.arguments", "'arguments' of 'tools/call' must be an object, was a list", "Give 'arguments' as an object", "[\"Ada\"]", "{\"name\": \"Ada\"}"),
        Rpc("name a number", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": 5, "arguments": {}}}""", "-32602", "params.name", "'name' of 'tools/call' must be a string, was a number", "Give 'name' as a string", "5", "\"workflow_list\""),
        Rpc("parameters a list", """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": ["greet"]}""", "-32602", "params", "'params' must be an object, was a list", "Send an object", "[\"greet\"]", "{\"name\": \"workflow_list\"}"),
        Rpc("unknown resource", """{"jsonrpc": "2.0", "id": 2, "method": "resources/read", "params": {"uri": "ael://workflows/gret"}}""", "-32002", "params.uri", "Unknown resource: 'ael://workflows/gret'", "did you mean 'ael://workflows/greet'", "gret", "greet"),
        Rpc("resource of another scheme", """{"jsonrpc": "2.0", "id": 2, "method": "resources/read", "params": {"uri": "file:///etc/passwd"}}""", "-32002", "params.uri", "Unknown resource: 'file:///etc/passwd'", "Use ael://workflows/{name}", "file:///etc/passwd", "ael://workflows/greet"),
        Rpc("resource without an address", """{"jsonrpc": "2.0", "id": 2, "method": "resources/read", "params": {}}""", "-32602", "params.uri", "'resources/read' needs 'uri'", "Give 'uri' as a string", "{}", "{\"uri\": \"ael://workflows/greet\"}"),
    ];

    private static IEnumerable<BrokenCase> Messages =>
    [
        Rpc("cut short", """{"jsonrpc": "2.0", "id": 2, "method": "ping"§""", "-32700", "$", "not JSON", "Correct the JSON", "\"ping\"", "\"ping\"}"),
        Rpc("not JSON", "n§ope", "-32700", "$", "not JSON", "Correct the JSON", "nope", """{"jsonrpc": "2.0", "id": 2, "method": "ping"}"""),
        Rpc("white space", " §", "-32700", "$", "not JSON", "Correct the JSON", " ", """{"jsonrpc": "2.0", "id": 2, "method": "ping"}"""),
        Rpc("text", "\"ping\"", "-32600", "$", "no message of JSON-RPC", "Send one object", "\"ping\"", """{"jsonrpc": "2.0", "id": 2, "method": "ping"}"""),
        Rpc("batch", """[{"jsonrpc": "2.0", "id": 2, "method": "ping"}]""", "-32600", "$", "no message of JSON-RPC", "batches are not part of the protocol", "[{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"ping\"}]", """{"jsonrpc": "2.0", "id": 2, "method": "ping"}"""),
        Rpc("no version", """{"id": 2, "method": "ping"}""", "-32600", "$.jsonrpc", "JSON-RPC 2.0", "Add \"jsonrpc\": \"2.0\"", "{\"id\"", "{\"jsonrpc\": \"2.0\", \"id\""),
        Rpc("another version", """{"jsonrpc": "1.0", "id": 2, "method": "ping"}""", "-32600", "$.jsonrpc", "JSON-RPC 2.0", "Add \"jsonrpc\": \"2.0\"", "1.0", "2.0"),
        Rpc("no method", """{"jsonrpc": "2.0", "id": 2}""", "-32600", "$.method", "has no 'method'", "Name the method", "\"id\": 2", "\"id\": 2, \"method\": \"ping\""),
        Rpc("method a number", """{"jsonrpc": "2.0", "id": 2, "method": 5}""", "-32600", "$.method", "'method' must be a string", "Name the method", "5", "\"ping\""),
        Rpc("id an object", """{"jsonrpc": "2.0", "id": {}, "method": "ping"}""", "-32600", "$.id", "'id' must be a string or a number", "as in \"id\": 1", "{}", "2"),
    ];

    private static BrokenCase Call(string name, string text, string code, string place, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Call, name, text, code, place, message, suggestion, wrong, right);

    private static BrokenCase Rpc(string name, string text, string code, string place, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Message, name, text, code, place, message, suggestion, wrong, right);
}
