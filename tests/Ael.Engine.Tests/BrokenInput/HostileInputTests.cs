using System.Text;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>What is made to hurt is answered like anything else: soon, with a code, without a stack trace; and the server serves on.</summary>
[Collection(nameof(BrokenInputFixture))]
public class HostileInputTests(BrokenInputFixture fixture)
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Steps = "steps: [{id: a, tool: echo}]\n";
    private const int Mebibyte = 1024 * 1024;

    // Each takes less than a second; what hangs takes for ever, and a busy machine takes its time.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);
    private static readonly string[] s_traces = ["   at ", ".cs:line", "System.", "Exception", "INTERNAL_ERROR", "-32603"];

    public static TheoryData<HostileCase> Cases =>
    [
        // Nesting
        HostileCase.Workflow("a mebibyte of brackets", new string('[', Mebibyte), "nested deeper than 32 levels"),
        HostileCase.Workflow("a mebibyte of braces", string.Concat(Enumerable.Repeat("{a: ", Mebibyte / 4)), "nested deeper than 32 levels"),
        HostileCase.Workflow("a mebibyte of dashes", string.Concat(Enumerable.Repeat("- ", Mebibyte / 2)), "nested deeper than 32 levels"),
        HostileCase.Workflow("a mebibyte of questions", string.Concat(Enumerable.Repeat("? ", Mebibyte / 2)), "nested deeper than 32 levels"),
        HostileCase.Workflow("more than a mebibyte", new string('#', Mebibyte + 1), "larger than 1 MiB"),
        HostileCase.Workflow("deep expression", $"name: w\nversion: 1\nsteps: [{{id: a, tool: echo, when: '{new string('(', 200_000)}1'}}]\n", "TEMPLATE_ERROR"),
        HostileCase.Workflow("long expression", $"name: w\nversion: 1\nsteps: [{{id: a, tool: echo, when: '1{string.Concat(Enumerable.Repeat("+1", 200_000))}'}}]\n", "TEMPLATE_ERROR"),
        HostileCase.Workflow("deep Python", $"name: w\nversion: 1\nsteps:\n- id: a\n  code: return {new string('(', 100_000)}1\n", "CODE_SYNTAX"),
        HostileCase.Inputs("10,000-deep inputs", $$"""{"name": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }""", "PARAM_INVALID"),
        HostileCase.Message("10,000-deep message", $$$"""{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": {{{new string('[', 10_000)}}}{{{new string(']', 10_000)}}} }}""", "-32700"),
        HostileCase.Message("4 MiB of brackets", new string('[', 4 * Mebibyte), "-32700"),

        // Multiplication
        HostileCase.Workflow("alias bomb", "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]\n")), "anchors (&a)"),
        HostileCase.Workflow("alias of itself", "a: &a [*a]\n", "anchors (&a)"),
        HostileCase.Workflow("merge keys", "a: &a {x: 1}\nb: {<<: *a}\n", "merge keys"),
        HostileCase.Workflow("100,000 unknown keys", string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}: 1\n")), "unknown key 'k0'"),
        HostileCase.Workflow("20,000 steps of one id", "name: w\nversion: 1\nsteps:\n" + string.Concat(Enumerable.Repeat("- {id: a, tool: echo}\n", 20_000)), "execution.max_steps"),
        HostileCase.Workflow("every step waits for every other", Dense(300), "WORKFLOW_INVALID"),
        HostileCase.Workflow("one key of a mebibyte", $"{new string('k', Mebibyte - 10)}: 1\n", "this is not YAML"),
        HostileCase.Workflow("pattern that explodes on its default", $"name: w\nversion: 1\ninputs: {{a: {{pattern: '^(a+)+$', default: '{new string('a', 60)}!'}}}}\n{Steps}", "took too long"),
        HostileCase.Workflow("pattern of 100,000 brackets", $"name: w\nversion: 1\ninputs: {{a: {{pattern: '{new string('(', 100_000)}'}}}}\n{Steps}", "no regular expression"),
        HostileCase.Workflow("pattern that is deep and right", $"name: w\nversion: 1\ninputs: {{a: {{pattern: '{new string('(', 20_000)}{new string(')', 20_000)}'}}}}\n{Steps}", "\"valid\":"),

        // Numbers
        HostileCase.Workflow("a version of 1,000 digits", $"name: w\nversion: {new string('9', 1000)}\n{Steps}", "\"valid\":"),
        HostileCase.Workflow("a timeout of 400 digits", $"name: w\nversion: 1\ntimeout: {new string('9', 400)}\n{Steps}", "expected a duration"),
        HostileCase.Workflow("a huge exponent", $"name: w\nversion: 1\ninputs: {{a: {{type: number, minimum: 1e999999999}}}}\n{Steps}", "WORKFLOW_INVALID"),
        HostileCase.Workflow("retries beyond counting", $"name: w\nversion: 1\nsteps: [{{id: a, tool: echo, retry: {new string('9', 300)}}}]\n", "must be from 1 to 100"),
        HostileCase.Workflow("infinity", $"name: w\nversion: 1\ninputs: {{a: .inf}}\n{Steps}", "JSON cannot hold"),
        HostileCase.Inputs("an integer of 100,000 digits", $$"""{"name": "Ada", "times": {{new string('9', 100_000)}} }""", "INPUT_INVALID"),
        HostileCase.Inputs("an exponent of many digits", """{"name": "Ada", "times": 1e99999999999999999999}""", "INPUT_INVALID"),
        HostileCase.Inputs("a small exponent", """{"name": "Ada", "times": 1e-999999999}""", "INPUT_INVALID"),
        HostileCase.Message("an id of 100,000 digits", $$"""{"jsonrpc": "2.0", "id": {{new string('9', 100_000)}}, "method": "ping"}""", "id"),

        // Odd bytes
        HostileCase.Bytes("YAML that is no UTF-8", "PUT /api/v1/workflows/odd", Yaml, "name: odd\nversion: 1\ndescription: ", [0xff, 0xfe], "\n" + Steps, "The body is not UTF-8: byte 34"),
        HostileCase.Bytes("JSON that is no UTF-8", "POST /api/v1/workflows/greet/execute", Json, "{\"inputs\": {\"name\": \"", [0xc3, 0x28], "\"}}", "line 1, column 22: this byte is not UTF-8"),
        HostileCase.Bytes("message that is no UTF-8", "POST /mcp", Json, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"", [0xc3, 0x28], "\"}", "-32700"),
        HostileCase.Bytes("UTF-16", "POST /api/v1/workflows/greet/execute", Json, "", [0xff, 0xfe, (byte)'{', 0, (byte)'}', 0], "", "PARAM_INVALID"),
        HostileCase.Bytes("NUL in YAML", "POST /api/v1/workflows/validate", Yaml, "name: w\nversion: 1\ndescription: a", [0], "b\n" + Steps, "WORKFLOW_INVALID"),
        HostileCase.Bytes("nothing but NUL", "POST /api/v1/workflows/validate", Yaml, "", [0, 0, 0, 0], "", "WORKFLOW_INVALID"),
        HostileCase.Bytes("NUL in JSON", "POST /api/v1/workflows/greet/execute", Json, "{\"inputs\": {\"name\": \"a", [0], "\"}}", "PARAM_INVALID"),
        HostileCase.Inputs("NUL, escaped", """{"name": "a\u0000b"}""", "\"status\":\"completed\""),
        HostileCase.Inputs("half a surrogate pair", """{"name": "a\ud800b"}""", "one half of a surrogate pair"),
        HostileCase.Inputs("half a surrogate pair as a name", """{"name": "Ada", "\udc00": 1}""", "one half of a surrogate pair"),
        HostileCase.Inputs("half a surrogate pair for a number", """{"name": "Ada", "times": "\udc00"}""", "one half of a surrogate pair"),
        HostileCase.Message("half a surrogate pair in a message", """{"jsonrpc": "2.0", "id": 1, "method": "\ud800"}""", "error"),

        // Sizes
        new HostileCase("a body beyond the limit", "POST /api/v1/workflows/greet/execute", Json, new byte[5 * Mebibyte], "security.max_request_bytes"),
        new HostileCase("a message beyond the limit", "POST /mcp", Json, new byte[5 * Mebibyte], "security.max_request_bytes"),
        HostileCase.Message("a tool's name of a mebibyte", $$$"""{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "{{{new string('x', Mebibyte)}}}"}}""", "error"),
        HostileCase.Message("a method of a mebibyte", $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{new string('x', Mebibyte)}}"}""", "error"),
        HostileCase.Inputs("100,000 unknown inputs", $$"""{"name": "Ada"{{string.Concat(Enumerable.Range(0, 100_000).Select(i => $", \"k{i}\": 1"))}}}""", "INPUT_INVALID"),
        HostileCase.Inputs("a key 100,000 times", $$"""{"name": "Ada"{{string.Concat(Enumerable.Repeat(", \"name\": \"Ada\"", 100_000))}}}""", "is here twice"),
        new HostileCase("a workflow's name of 6,000 letters", $"GET /api/v1/workflows/{new string('x', 6000)}", Json, [], "WORKFLOW_NOT_FOUND"),
        new HostileCase("a way out of the folder", "PUT /api/v1/workflows/..%2F..%2Fetc", Yaml, Encoding.UTF8.GetBytes("name: ../../etc\nversion: 1\n" + Steps), "WORKFLOW_INVALID"),

        // What simply works
        HostileCase.Bytes("byte order mark in YAML", "PUT /api/v1/workflows/marked", Yaml, "", [0xef, 0xbb, 0xbf], "name: marked\nversion: 1\n" + Steps, "\"name\":\"marked\""),
        HostileCase.Bytes("byte order mark in JSON", "POST /api/v1/workflows/greet/execute", Json, "", [0xef, 0xbb, 0xbf], "{\"inputs\": {\"name\": \"Ada\"}}", "\"status\":\"completed\""),
        HostileCase.Workflow("lines that end in CR LF", "name: w\r\nversion: 1\r\nsteps:\r\n- id: a\r\n  code: |\r\n    x = 1\r\n    return x\r\n", "\"valid\":true"),
        HostileCase.Workflow("a mistake where lines end in CR LF", "name: w\r\nversion: 1\r\nsteps:\r\n- id: a\r\n  tol: echo\r\n", "\"line\":5,\"column\":3"),
        HostileCase.Workflow("lines that end in CR", "name: w\rversion: 1\rsteps: [{id: a, tool: echo}]\r", "\"valid\":true"),
    ];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public async Task It_is_answered_soon_and_in_the_words_of_the_catalogue(HostileCase hostile)
    {
        using var request = hostile.ToRequest();

        using var response = await fixture.Http.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(s_soon, TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var shown = text.Length > 2000 ? text[..2000] + "..." : text;
        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}: {shown}");
        Assert.All(s_traces, t => Assert.DoesNotContain(t, shown, StringComparison.Ordinal));
        Assert.True(text.Contains(hostile.Expected, StringComparison.Ordinal), shown);
        Assert.True(text.Length < (512 * 1024) + (2 * hostile.Body.Length), $"{text.Length} characters");
    }

    private static string Dense(int steps) => "name: w\nversion: 1\nsteps:\n" + string.Concat(Enumerable.Range(0, steps).Select(
        i => $"- {{id: s{i}, tool: echo, depends_on: [{string.Join(", ", Enumerable.Range(0, steps).Where(d => d != i).Select(d => $"s{d}"))}]}}\n"));
}
