namespace Ael.Engine.Tests.BrokenInput.Tables;

/// <summary>Templates that no reader can find fault with, and that have no value when the workflow runs. The data is <see cref="Targets.TemplateTarget"/>'s.</summary>
internal static class TemplateCases
{
    private const string Head = "name: w\nversion: 1\ninputs: {d: {type: any}}\nsteps:\n- {id: load, tool: load}\n";

    private static readonly string s_long = new('y', 1100);

    public static IEnumerable<BrokenCase> All => [.. Paths, .. Operators, .. Filters, .. Places];

    private static IEnumerable<BrokenCase> Paths =>
    [
        Param("member misspelt", "inputs.d.user.nme", "'inputs.d.user.nme' does not exist: inputs.d.user has: name, age", "did you mean 'name'", "nme", "name"),
        Param("output's member misspelt", "steps.load.output.cuont", "steps.load.output has: count, items, nothing", "did you mean 'count'?", "cuont", "count"),
        Param("member that is nowhere", "inputs.d.user.phone", "'inputs.d.user.phone' does not exist", "| default(...)", "phone", "phone | default(null)"),
        Param("index beyond the end", "inputs.d.rows[2]", "is a list of 2, with indexes 0 to 1 or -2 to -1", "| default(...)", "[2]", "[2] | default(null)"),
        Param("name in a list", "inputs.d.rows.id", "is a list of 2 and takes an index", "| map(\"id\")", "rows.id", "rows | map(\"id\")"),
        Param("first of a list by name", "inputs.d.rows.kind", "takes an index, as in inputs.d.rows[0]", "Use inputs.d.rows[0] for one element", "rows.kind", "rows[0].kind"),
        Param("position in an object", "inputs.d.user[0]", "has names, not positions; inputs.d.user has: name, age", "Use a name, as in inputs.d.user.name", "[0]", ".name"),
        Param("inside of text", "inputs.d.json.a", "inputs.d.json is a string and has nothing inside", "put `| fromjson` before it", "inputs.d.json.a", "(inputs.d.json | fromjson).a"),
        Param("inside of a number", "steps.load.output.count.value", "is a number and has nothing inside", "Leave '.value' out", ".value", ""),
        Param("inside of null", "steps.load.output.nothing.id", "steps.load.output.nothing is null", "| default(...)", ".id", ".id | default(0)"),
        Param("error of a step that has none", "steps.load.error.code", "steps.load.error is null", "| default(...)", ".code", ".code | default(\"none\")"),
        Param("index a fraction", "inputs.d.rows[inputs.d.ratio]", "an index must be an integer, not 2.5", "as in [0]", "inputs.d.ratio", "0"),
        Param("index a list", "inputs.d.rows[inputs.d.words]", "must be a string or an integer, not a list", "as in [0] or [\"name\"]", "inputs.d.words", "0"),
        Param("computed name misspelt", "inputs.d.user[inputs.d.word]", "'inputs.d.user.many' does not exist", "| default(...)", "[inputs.d.word]", "[inputs.d.word] | default(1)"),
    ];

    private static IEnumerable<BrokenCase> Operators =>
    [
        Param("text minus number", "inputs.d.text - 1", "'-' cannot take a string and a number", "| int", "inputs.d.text -", "(inputs.d.text | int) -"),
        Param("text plus number", "inputs.d.text + 1", "'+' cannot take a string and a number", "Join text with '~'", "+", "~"),
        Param("null plus number", "inputs.d.none + 1", "'+' cannot take null and a number", "| int", "inputs.d.none", "(inputs.d.none | default(\"1\") | int)"),
        Param("division by zero", "10 / inputs.d.zero", "division by zero in '/'", "a / b if b != 0 else 0", "10 / inputs.d.zero", "10 / inputs.d.zero if inputs.d.zero != 0 else 0"),
        Param("rest by zero", "10 % inputs.d.zero", "division by zero in '%'", "a % b if b != 0 else 0", "10 % inputs.d.zero", "10 % inputs.d.zero if inputs.d.zero != 0 else 0"),
        Param("number out of range", "inputs.d.user.age * 9223372036854775807", "number out of range in '*'", "Compute with such numbers in a code step", "tool: echo\n  params: {x: '{{ inputs.d.user.age * 9223372036854775807 }}'}", "code: return context.inputs['d']['user']['age'] * 9223372036854775807"),
        Param("text compared with a number", "inputs.d.text > 5", "cannot compare a string with a number", "| int", "inputs.d.text", "(inputs.d.text | int)"),
        Param("objects have no order", "inputs.d.user < inputs.d.user", "an object and an object have no order", "Compare numbers or strings in them", "user < inputs.d.user", "user.age < inputs.d.user.age"),
        Param("in a number", "1 in steps.load.output.count", "not into a number", "as in `x in [1, 2]`", "in steps.load.output.count", "in [steps.load.output.count]"),
        Param("number in text", "4 in inputs.d.text", "looks for a string in a string, not for a number", "| string", "4 in", "(4 | string) in"),
        Param("minus of text", "-inputs.d.text", "'-' takes a number, not a string", "| int", "-inputs.d.text", "-(inputs.d.text | int)"),
        Param("key a number", "{inputs.d.user.age: 1}", "a key must be a string, not a number", "| string", "age:", "age | string:"),
    ];

    private static IEnumerable<BrokenCase> Filters =>
    [
        Param("upper of a number", "inputs.d.user.age | upper", "'upper' takes a string, not a number", "| string", "age |", "age | string |"),
        Param("join of an object", "inputs.d.user | join(\",\")", "'join' takes a list, not an object", "| values", "user |", "user | values |"),
        Param("join of text", "inputs.d.text | join(\",\")", "'join' takes a list, not a string", "| split", "text |", "text | split |"),
        Param("length of null", "inputs.d.none | length", "'length' takes a string, a list or an object, not null", "| default(...)", "none |", "none | default([]) |"),
        Param("keys of a list", "inputs.d.rows | keys", "'keys' takes an object, not a list", "Put an object before `| keys`", "rows |", "rows[0] |"),
        Param("text that is no JSON", "inputs.d.bad | fromjson", "not JSON (line 1, byte 2)", "double quotes", "inputs.d.bad", "inputs.d.json"),
        Param("word for a number", "inputs.d.word | int", "'int' cannot make an integer of a string", "| int(0)", "| int", "| int(0)"),
        Param("first of an empty list", "inputs.d.empty | first", "'first' finds nothing: the list is empty", "| default(...)", "| first", "| first | default(null)"),
        Param("split at nothing", "inputs.d.text | split(\"\")", "'separator' of 'split' must not be empty", "Leave it out", "(\"\")", ""),
        Param("replace of nothing", "inputs.d.text | replace(\"\", \"x\")", "'old' of 'replace' must not be empty", "Give the text that is to be replaced", "(\"\",", "(\"4\","),
        Param("precision beyond", "inputs.d.ratio | round(99)", "must lie in 0 to 15, not 99", "as in `| round(2)`", "99", "2"),
        Param("method of round", "inputs.d.ratio | round(0, \"up\")", "must be common, ceil or floor, not 'up'", "Write one of them", "up", "ceil"),
        Param("round of text", "inputs.d.text | round", "'round' takes a number, not a string", "| float", "text |", "text | float |"),
        Param("sum of text", "inputs.d.words | sum", "'sum' adds numbers, not a string", "Name the attribute to add", "words | sum", "rows | sum(\"id\")"),
        Param("sort of a mixture", "inputs.d.mixed | sort", "cannot compare a number with a string", "| string", "inputs.d.mixed", "[1 | string, \"a\"]"),
        Param("sort of objects", "inputs.d.rows | sort", "have no order", "take the name of an attribute", "| sort", "| sort(attribute=\"id\")"),
        Param("attribute misspelt", "inputs.d.rows | map(\"knd\")", "the element has: id, kind", "did you mean 'kind'", "knd", "kind"),
        Param("attribute of text", "inputs.d.words | map(\"id\")", "the element is a string and has nothing inside", "Leave '.id' out", " | map(\"id\")", ""),
        Param("argument of another type", "inputs.d.words | join(1)", "'separator' of 'join' must be a string, not a number", "Write a string there", "join(1)", "join(\"1\")"),
    ];

    private static IEnumerable<BrokenCase> Places =>
    [
        Use("foreach over an object", "tool: echo\n  foreach: §inputs.d.user", "steps[1].foreach", "needs a list, and `inputs.d.user` gave a map", "| values", "d.user", "d.user | values"),
        Use("foreach that is not there", "tool: echo\n  foreach: '§{{ inputs.d.rws }}'", "steps[1].foreach", "'inputs.d.rws' does not exist", "did you mean 'rows'?", "rws", "rows"),
        Use("in one element", "tool: echo\n  foreach: '{{ inputs.d.rows }}'\n  params: {x: '§{{ item.knd }}'}", "steps[1].params.x", "'item.knd' does not exist: item has: id, kind", "did you mean 'kind'", "knd", "kind"),
        Use("when", "tool: echo\n  when: §steps.load.output.cont > 0", "steps[1].when", "'steps.load.output.cont' does not exist", "did you mean 'count'?", "cont", "count"),
        Use("second expression of a text", "tool: echo\n  params: {x: 'from {{ inputs.d.user.name }} to §{{ inputs.d.user.nme }}'}", "steps[1].params.x", "(in {{ inputs.d.user.nme }})", "did you mean 'name'", "nme", "name"),
        Use("in a block of text", "tool: echo\n  params:\n    x: |\n      hello\n\n      to §{{ inputs.d.user.nme }}", "steps[1].params.x", "'inputs.d.user.nme' does not exist", "did you mean 'name'", "nme", "name"),
        Use("deep in the parameters", "tool: echo\n  params: {a: [1, {'b c': ['§{{ inputs.d.user.nme }}']}]}", "steps[1].params.a[1][\"b c\"][0]", "'inputs.d.user.nme' does not exist", "did you mean 'name'", "nme", "name"),
        Use("in a parameter with an odd name", "tool: echo\n  params: {'b c': '§{{ inputs.d.user.nme }}'}", "steps[1].params[\"b c\"]", "'inputs.d.user.nme' does not exist", "did you mean 'name'", "nme", "name"),
        Param("result too large", $"inputs.d.words | join(\"{s_long}\")", "larger than 1024 bytes", "Pass less on, or raise `templates.max_output`", s_long, ","),
        End("output", "output: 'got §{{ steps.load.output.cuont }}'", "output", "'steps.load.output.cuont' does not exist", "did you mean 'count'?", "cuont", "count"),
        End("named output", "outputs: {n: {description: how many, from: §steps.load.output.cuont}}", "outputs.n.from", "'steps.load.output.cuont' does not exist", "did you mean 'count'?", "cuont", "count"),
        End("short output", "outputs: {n: '§{{ steps.load.output.cuont }}'}", "outputs.n", "'steps.load.output.cuont' does not exist", "did you mean 'count'?", "cuont", "count"),
        End("listed output", "outputs: [{name: n, value: {a: ['§{{ steps.load.output.cuont }}']}}]", "outputs[0].value.a[0]", "a[0]: 'steps.load.output.cuont' does not exist", "did you mean 'count'?", "cuont", "count"),
    ];

    private static BrokenCase Param(string name, string expression, string message, string suggestion, string wrong, string right) =>
        Use(name, $"tool: echo\n  params: {{x: '§{{{{ {expression} }}}}'}}", "steps[1].params.x", message, suggestion, wrong, right);

    private static BrokenCase Use(string name, string keys, string path, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Template, name, $"{Head}- id: use\n  {keys}\n", "TEMPLATE_ERROR", path, message, suggestion, wrong, right);

    private static BrokenCase End(string name, string output, string path, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Template, name, $"{Head}{output}\n", "TEMPLATE_ERROR", path, message, suggestion, wrong, right);
}
