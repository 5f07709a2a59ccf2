namespace Ael.Engine.Tests.Workflows;

/// <summary>Mistakes a file alone can show: each with its code, place and a suggestion that works when followed.</summary>
public static class BrokenWorkflows
{
    private const string Invalid = "WORKFLOW_INVALID";
    private const string Template = "TEMPLATE_ERROR";
    private const string Recursion = "WORKFLOW_RECURSION";

    public static IReadOnlyList<BrokenWorkflow> All => [.. File, .. Inputs, .. Steps, .. Retry, .. Order, .. Templates, .. Outputs];

    private static IEnumerable<BrokenWorkflow> File =>
    [
        new("unknown key", Top("§descripton: x"), Invalid, "descripton", "unknown key 'descripton' in this workflow", "did you mean 'description'?", "descripton", "description"),
        new("name missing", "§version: 1\nsteps: [{id: a, tool: t}]\n", Invalid, "$", "'name' is missing", "add 'name:'", "version: 1", "name: w\nversion: 1"),
        new("version missing", "§name: w\nsteps: [{id: a, tool: t}]\n", Invalid, "$", "'version' is missing", "add `version: \"1.0.0\"`", "name: w", "name: w\nversion: \"1.0.0\""),
        new("steps missing", "§name: w\nversion: 1\n", Invalid, "$", "'steps' is missing", "at least one step", "version: 1", "version: 1\nsteps: [{id: a, tool: t}]"),
        new("steps empty", "name: w\nversion: 1\nsteps: §[]\n", Invalid, "steps", "no steps", "`- id: first`", "[]", "[{id: first, tool: t}]"),
        new("steps a mapping", "name: w\nversion: 1\nsteps: §{id: a, tool: t}\n", Invalid, "steps", "expected a list, was a mapping", "[a, b]", "{id: a, tool: t}", "[{id: a, tool: t}]"),
        new("step a text", "name: w\nversion: 1\nsteps: [§a]\n", Invalid, "steps[0]", "was the text 'a'", "a step is a mapping", "[a]", "[{id: a, tool: t}]"),
        new("empty file", "§\n", Invalid, "$", "the file is empty", "start with `name:`", "\n", "name: w\nversion: 1\nsteps: [{id: a, tool: t}]\n"),
        new("a list", "§- a\n", Invalid, "$", "expected a mapping (key: value), was a list", "start with `name:`", "- a", "name: w\nversion: 1\nsteps: [{id: a, tool: t}]"),
        new("name with a space", "name: §my flow\nversion: 1\nsteps: [{id: a, tool: t}]\n", Invalid, "name", "'my flow' cannot be", "letters, digits, '-'", "my flow", "my-flow"),
        new("name a number", "name: §5\nversion: 1\nsteps: [{id: a, tool: t}]\n", Invalid, "name", "expected text, was the integer 5", "quote it", "name: 5", "name: w5"),
        new("version with a space", "name: w\nversion: §1 0\nsteps: [{id: a, tool: t}]\n", Invalid, "version", "cannot be a version", "letters, digits, '.'", "1 0", "1.0"),
        new("version empty", "name: w\nversion:§\nsteps: [{id: a, tool: t}]\n", Invalid, "version", "was empty", "give it a value", "version:", "version: 1"),
        new("tags a text", Top("tags: §docs"), Invalid, "tags", "expected a list, was the text 'docs'", "write the items as a list", "docs", "[docs]"),
        new("tag a number", Top("tags: [§2024]"), Invalid, "tags[0]", "was the integer 2024", "quote it: \"2024\"", "2024", "\"2024\""),
        new("timeout in words", Top("timeout: §5 minutes"), Invalid, "timeout", "expected a duration, was the text '5 minutes'", "5m", "5 minutes", "5m"),
        new("timeout zero", Top("timeout: §0"), Invalid, "timeout", "must be 1ms or more", "1ms or more", "timeout: 0", "timeout: 1ms"),
        new("description empty", Top("description:§"), Invalid, "description", "was empty", "remove the key", "description:\n", ""),
        new("unknown default", Top("defaults: {§timout: 5s}"), Invalid, "defaults.timout", "unknown key 'timout' in this defaults", "did you mean 'timeout'?", "timout", "timeout"),
        new("default on_error", Top("defaults: {on_error: §abort}"), Invalid, "defaults.on_error", "expected one of fail, skip, continue, retry", "use one of", "abort", "fail"),
        new("duplicate key", Top("description: a\n§description: b"), Invalid, "description", "here twice, first in line 3", "remove or rename", "description: b\n", ""),
        new("tab", "name: w\nversion: 1\nsteps:\n§\t- id: a\n", Invalid, "$", "a tab indents this line", "indent with spaces", "\t- id: a", "  - {id: a, tool: t}"),
        new("anchor", Top("tags: §&x [a]"), Invalid, "tags", "anchors (&x)", "remove &x", "&x ", ""),
        new("tag", Top("description: §!!str 5"), Invalid, "description", "tags (!!str)", "quotes make a value a string", "!!str 5", "\"5\""),
        new("two documents", Top("description: x") + "§---\nname: v\n", Invalid, "$", "a second document", "remove the '---' line", "---\nname: v\n", ""),
        new("colon in a value", Top("description: see§: below"), Invalid, "$", "this is not YAML", "quote a value that contains ': '", "see: below", "'see: below'"),
        new("unclosed quote", Top("description: §'it"), Invalid, "$", "never closed", "close it", "'it", "'it'"),
        new("unclosed bracket", Top("tags: §[a, b"), Invalid, "$", "'[' that opens here", "close it with ']'", "[a, b", "[a, b]"),
        new("at sign", Top("description: §@home"), Invalid, "$", "this is not YAML", "quote a value that starts with '@'", "@home", "'@home'"),
    ];

    private static IEnumerable<BrokenWorkflow> Inputs =>
    [
        new("inputs a text", Top("inputs: §repo"), Invalid, "inputs", "expected a list or a mapping", "`inputs: [name]`", "repo", "[repo]"),
        new("input a number", Top("inputs: [§5]"), Invalid, "inputs[0]", "expected an input, was the integer 5", "`- name`", "[5]", "[five]"),
        new("input's name", Top("inputs: [§first day]"), Invalid, "inputs[0]", "cannot be an input's name", "letters, digits, '-'", "first day", "first_day"),
        new("input twice", Top("inputs: [a, §a: 1]"), Invalid, "inputs[1].a", "here twice", "rename", ", a: 1", ", b: 1"),
        new("input with name key", Top("inputs:\n- §name: since\n  type: string"), Invalid, "inputs[0]", "an input's name is its key", "write `- since: {type: ...}`", "name: since\n  type: string", "since: {type: string}"),
        new("inputs run together", Top("inputs:\n- §a: 1\n  b: 2"), Invalid, "inputs[0]", "several names", "write '- ' before 'b'", "  b: 2", "- b: 2"),
        new("input's unknown key", Top("inputs: [a: {§requird: false}]"), Invalid, "inputs[0].a.requird", "unknown key 'requird' in this input", "did you mean 'required'?", "requird", "required"),
        new("input's type", Top("inputs: {a: {type: §int}}"), Invalid, "inputs.a.type", "there is no type 'int'", "did you mean 'integer'?", "int}", "integer}"),
        new("input's type misspelt", Top("inputs: {a: {type: §sting}}"), Invalid, "inputs.a.type", "expected one of any, string", "did you mean 'string'?", "sting", "string"),
        new("required a text", Top("inputs: {a: {required: §yes}}"), Invalid, "inputs.a.required", "expected true or false, was the text 'yes'", "write true or false", "yes", "true"),
        new("required with default", Top("inputs: {a: {required: true, default: §x}}"), Invalid, "inputs.a.default", "never uses its default", "remove `required: true`", "required: true, ", ""),
        new("default of another type", Top("inputs: {a: {type: integer, default: §many}}"), Invalid, "inputs.a.default", "expected an integer, was the text 'many'", "use a whole number", "many", "5"),
        new("default with a fraction", Top("inputs: {a: {type: integer, default: §5.5}}"), Invalid, "inputs.a.default", "expected an integer, was the number 5.5", "use a whole number", "5.5", "5"),
        new("default not in enum", Top("inputs: {a: {enum: [low, high], default: §hihg}}"), Invalid, "inputs.a.default", "'hihg' is not one of low, high", "did you mean 'high'?", "hihg", "high"),
        new("default beyond maximum", Top("inputs: {a: {type: integer, maximum: 10, default: §11}}"), Invalid, "inputs.a.default", "must be 10 or less, was 11", "10 or less", "11", "10"),
        new("default beside the pattern", Top("inputs: {a: {pattern: '^x', default: §y}}"), Invalid, "inputs.a.default", "does not match the pattern ^x", "of that form", "default: y", "default: xy"),
        new("pattern", Top("inputs: {a: {pattern: '[a§'}}"), Invalid, "inputs.a.pattern", "is no regular expression", "correct it", "[a'", "[a]'"),
        new("pattern of a number", Top("inputs: {a: {type: integer, pattern: §'^x'}}"), Invalid, "inputs.a.pattern", "a pattern is for strings", "`type: string`", "integer", "string"),
        new("minimum of a string", Top("inputs: {a: {minimum: §1}}"), Invalid, "inputs.a.minimum", "minimum is for numbers, the type is string", "`type: number`", "{minimum", "{type: number, minimum"),
        new("maximum below minimum", Top("inputs: {a: {type: number, minimum: 5, maximum: §1}}"), Invalid, "inputs.a.maximum", "maximum is below minimum", "swap them", "minimum: 5, maximum: 1", "minimum: 1, maximum: 5"),
        new("minimum a text", Top("inputs: {a: {type: number, minimum: §low}}"), Invalid, "inputs.a.minimum", "expected a number, was the text 'low'", "as in 5 or 0.5", "low", "1"),
        new("enum empty", Top("inputs: {a: {enum: §[]}}"), Invalid, "inputs.a.enum", "no value is allowed", "list the allowed values", "[]", "[x]"),
        new("enum of another type", Top("inputs: {a: {type: integer, enum: [1, §two]}}"), Invalid, "inputs.a.enum[1]", "expected an integer, was the text 'two'", "use a whole number", "two", "2"),
        new("enum a text", Top("inputs: {a: {enum: §x}}"), Invalid, "inputs.a.enum", "expected a list", "write the items as a list", "enum: x", "enum: [x]"),
    ];

    private static IEnumerable<BrokenWorkflow> Steps =>
    [
        new("unknown step key", Step("§tol: x"), Invalid, "steps[0].tol", "unknown key 'tol' in this step", "did you mean 'tool'?", "  tol: x\n", ""),
        new("step's description", Step("§param: {a: 1}"), Invalid, "steps[0].param", "unknown key 'param'", "did you mean 'params'?", "param:", "params:"),
        new("id missing", "name: w\nversion: 1\nsteps:\n- §tool: t\n", Invalid, "steps[0]", "'id' is missing in this step", "add `id:`", "tool: t", "id: a\n  tool: t"),
        new("id with a dot", "name: w\nversion: 1\nsteps: [{id: §a.b, tool: t}]\n", Invalid, "steps[0].id", "'a.b' cannot be a step's id", "use letters", "a.b", "a_b"),
        new("id a number", "name: w\nversion: 1\nsteps: [{id: §1, tool: t}]\n", Invalid, "steps[0].id", "was the integer 1", "quote it", "id: 1", "id: a1"),
        new("id twice", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t}\n- {id: §a, tool: t}\n", Invalid, "steps[1].id", "the id 'a' is taken by the step in line 4", "such as 'a_2'", "\n- {id: a, tool: t}\n", "\n- {id: a_2, tool: t}\n"),
        new("nothing to do", "name: w\nversion: 1\nsteps:\n- §id: a\n", Invalid, "steps[0]", "has none of tool, code, workflow", "add `tool:`", "id: a", "id: a\n  tool: t"),
        new("two things to do", Step("code: return 1").Replace("- id", "- §id", StringComparison.Ordinal), Invalid, "steps[0]", "this step has tool and code", "keep one of them", "  code: return 1\n", ""),
        new("tool empty", "name: w\nversion: 1\nsteps: [{id: a, tool: §''}]\n", Invalid, "steps[0].tool", "must not be empty", "write a text", "''", "t"),
        new("tool a template", "name: w\nversion: 1\ninputs: [x]\nsteps: [{id: a, tool: §'{{ inputs.x }}'}]\n", Invalid, "steps[0].tool", "a template cannot stand here", "several steps", "'{{ inputs.x }}'", "t"),
        new("mcp beside code", "name: w\nversion: 1\nsteps: [{id: a, code: return 1, mcp: §s}]\n", Invalid, "steps[0].mcp", "'mcp' is for steps with tool", "remove 'mcp'", ", mcp: s", ""),
        new("on_missing_tool beside code", "name: w\nversion: 1\nsteps: [{id: a, code: return 1, on_missing_tool: §skip}]\n", Invalid, "steps[0].on_missing_tool", "is for steps with tool", "remove", ", on_missing_tool: skip", ""),
        new("on_missing_tool's word", Step("on_missing_tool: §ignore"), Invalid, "steps[0].on_missing_tool", "expected one of fail, skip", "use one of", "ignore", "skip"),
        new("params beside code", "name: w\nversion: 1\nsteps: [{id: a, code: return 1, params: §{x: 1}}]\n", Invalid, "steps[0].params", "a code step has no params", "context.inputs", ", params: {x: 1}", ""),
        new("params a list", Step("params: §[1]"), Invalid, "steps[0].params", "expected a mapping", "name: value", "[1]", "{x: 1}"),
        new("code empty", "name: w\nversion: 1\nsteps: [{id: a, code: §' '}]\n", Invalid, "steps[0].code", "must not be empty", "write a text", "' '", "return 1"),
        new("code folded", "name: w\nversion: 1\nsteps:\n- id: a\n  code: §>\n    x = 1\n    return x\n", Invalid, "steps[0].code", "'>' joins the lines", "write `code: |`", "code: >", "code: |"),
        new("workflow's name", "name: w\nversion: 1\nsteps: [{id: a, workflow: §post message}]\n", Invalid, "steps[0].workflow", "neither a workflow's name nor name@version", "`workflow: post-message`", "post message", "post-message"),
        new("workflow calls itself", "name: w\nversion: 1\nsteps: [{id: a, workflow: §w}]\n", Recursion, "steps[0].workflow", "calls itself: w -> w", "call another workflow", "workflow: w", "workflow: v"),
        new("workflow calls itself by version", "name: w\nversion: 1.0\nsteps: [{id: a, workflow: §w@1.0}]\n", Recursion, "steps[0].workflow", "calls itself", "call another", "w@1.0", "w@0.9"),
        new("as without foreach", Step("as: §x"), Invalid, "steps[0].as", "no meaning without foreach", "add `foreach:`", "  as: x\n", ""),
        new("concurrency without foreach", Step("concurrency: §2"), Invalid, "steps[0].concurrency", "no meaning without foreach", "remove 'concurrency'", "  concurrency: 2\n", ""),
        new("concurrency zero", Step("foreach: '[1]'\n  concurrency: §0"), Invalid, "steps[0].concurrency", "must be from 1 to 1000, was 0", "from 1 to 1000", "concurrency: 0", "concurrency: 1"),
        new("as a root", Step("foreach: '[1]'\n  as: §steps"), Invalid, "steps[0].as", "'steps' means something else", "use another name", "as: steps", "as: item"),
        new("as with a dash", Step("foreach: '[1]'\n  as: §my-item"), Invalid, "steps[0].as", "cannot be a variable's name", "letters, digits and '_'", "my-item", "my_item"),
        new("foreach a list", Step("foreach: §[1, 2]"), Invalid, "steps[0].foreach", "expected an expression, was a list", "in quotes", "[1, 2]", "'[1, 2]'"),
        new("when a number", Step("when: §1"), Invalid, "steps[0].when", "expected an expression, was the integer 1", "in quotes", "when: 1", "when: '1 > 0'"),
        new("when empty", Step("when:§"), Invalid, "steps[0].when", "was empty", "in quotes", "when:", "when: true"),
        new("run_if's word", Step("run_if: §allways"), Invalid, "steps[0].run_if", "expected one of dependencies_succeeded, always", "did you mean 'always'?", "allways", "always"),
        new("on_error's word", Step("on_error: §ignore"), Invalid, "steps[0].on_error", "expected one of fail, skip, continue, retry", "use one of", "ignore", "skip"),
        new("step's timeout", Step("timeout: §-5s"), Invalid, "steps[0].timeout", "expected a duration", "30s", "-5s", "5s"),
    ];

    private static IEnumerable<BrokenWorkflow> Retry =>
    [
        new("retry a text", Step("retry: §often"), Invalid, "steps[0].retry", "expected a mapping, a number of attempts, or true", "`retry: 3`", "often", "3"),
        new("retry zero", Step("retry: §0"), Invalid, "steps[0].retry", "must be from 1 to 100, was 0", "from 1 to 100", "retry: 0", "retry: 1"),
        new("retry's unknown key", Step("retry: {§max_attempt: 3}"), Invalid, "steps[0].retry.max_attempt", "unknown key", "did you mean 'max_attempts'?", "max_attempt:", "max_attempts:"),
        new("backoff's word", Step("retry: {backoff: §linear}"), Invalid, "steps[0].retry.backoff", "expected one of fixed, exponential", "use one of", "linear", "fixed"),
        new("delay twice", Step("retry: {delay: 1s, §initial_delay: 2s}"), Invalid, "steps[0].retry.initial_delay", "'initial_delay' and 'delay' say the same thing", "keep 'delay'", ", initial_delay: 2s", ""),
        new("max_delay below delay", Step("retry: {delay: 10s, max_delay: §5s}"), Invalid, "steps[0].retry.max_delay", "shorter than delay", "raise max_delay", "5s", "50s"),
        new("multiplier below one", Step("retry: {multiplier: §0.5}"), Invalid, "steps[0].retry.multiplier", "must be from 1 to 100", "from 1 to 100", "0.5", "1.5"),
        new("jitter a number", Step("retry: {jitter: §0.2}"), Invalid, "steps[0].retry.jitter", "expected true or false", "write true or false", "0.2", "true"),
        new("retry_on's code", Step("retry: {retry_on: [§TOOL_TIMOUT]}"), Invalid, "steps[0].retry.retry_on[0]", "there is no error code 'TOOL_TIMOUT'", "did you mean 'TOOL_TIMEOUT'", "TOOL_TIMOUT", "TOOL_TIMEOUT"),
        new("no_retry_on's code", Step("retry: {no_retry_on: [§timeout]}"), Invalid, "steps[0].retry.no_retry_on[0]", "there is no error code 'timeout'", "use codes of", "[timeout]", "[TOOL_TIMEOUT]"),
        new("retry_on a text", Step("retry: {retry_on: §TOOL_TIMEOUT}"), Invalid, "steps[0].retry.retry_on", "expected a list", "[TOOL_TIMEOUT, TOOL_FAILED]", "TOOL_TIMEOUT", "[TOOL_TIMEOUT]"),
        new("a code in both lists", Step("retry: {retry_on: [TOOL_FAILED], no_retry_on: §[TOOL_FAILED]}"), Invalid, "steps[0].retry.no_retry_on", "TOOL_FAILED stands in retry_on as well", "one of them", ", no_retry_on: [TOOL_FAILED]", ""),
        new("then's word", Step("retry: {then: §stop}"), Invalid, "steps[0].retry.then", "expected one of fail, skip, continue", "did you mean 'skip'?", "stop", "skip"),
        new("retry said and denied", Step("on_error: retry\n  retry: §false"), Invalid, "steps[0].retry", "contradict each other", "keep one of them", "  retry: false\n", ""),
        new("skip and then fail", Step("on_error: skip\n  retry: §{then: fail}"), Invalid, "steps[0].retry", "contradict each other", "keep one of them", "on_error: skip\n  ", ""),
    ];

    public static IReadOnlyList<BrokenWorkflow> Order =>
    [
        new("unknown dependency", Chain("{id: b, tool: t, depends_on: [§aa]}"), Invalid, "steps[1].depends_on[0]", "there is no step 'aa'", "did you mean 'a'", "[aa]", "[a]"),
        new("dependency a number", Chain("{id: b, tool: t, depends_on: [§1]}"), Invalid, "steps[1].depends_on[0]", "expected text, was the integer 1", "quote it", "[1]", "[a]"),
        new("depends_on empty", "name: w\nversion: 1\nsteps:\n- id: a\n  tool: t\n  depends_on:§\n", Invalid, "steps[0].depends_on", "depends_on is empty", "write []", "depends_on:", "depends_on: []"),
        new("depends on itself", Chain("{id: b, tool: t, depends_on: §b}"), Invalid, "steps[1].depends_on", "waits for itself: b -> b", "name another step", "depends_on: b", "depends_on: a"),
        new("cycle of two", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t, depends_on: [b]}\n- {id: b, tool: t, depends_on: [§a]}\n", Invalid, "steps[1].depends_on[0]", "b -> a -> b", "out of the circle", "[a]", "[]"),
        new("cycle of three", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t, depends_on: [c]}\n- {id: b, tool: t, depends_on: [a]}\n- {id: c, tool: t, depends_on: [§b]}\n", Invalid, "steps[2].depends_on[0]", "c -> b -> a -> c", "out of the circle", "[b]", "[]"),
        new("a later plain step", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t, params: {x: '{{ §steps.b.output }}'}}\n- {id: b, tool: t}\n", Template, "steps[0].params.x", "'b' cannot have run here, for it waits for 'a': a -> b -> a", "move the step 'b' above", "- {id: a, tool: t, params: {x: '{{ steps.b.output }}'}}\n- {id: b, tool: t}\n", "- {id: b, tool: t}\n- {id: a, tool: t, params: {x: '{{ steps.b.output }}'}}\n"),
        new("itself", Step("params: {x: '{{ §steps.a.output }}'}"), Template, "steps[0].params.x", "the step 'a' waits for itself: a -> a", "name another step", "steps.a.output", "execution_id"),
        new("circle by templates", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t, depends_on: [], when: steps.b.success}\n- {id: b, tool: t, depends_on: [], when: §steps.a.success}\n", Template, "steps[1].when", "b -> a -> b", "out of the circle", "when: steps.a.success", "when: true"),
        new("a dependant named by what it waits for", "name: w\nversion: 1\nsteps:\n- {id: a, tool: t}\n- {id: b, tool: t, when: §steps.c.success}\n- {id: c, tool: t, depends_on: [b]}\n", Template, "steps[1].when", "b -> c -> b", "name an earlier step", "steps.c", "steps.a"),
        new("unknown step in code", Chain("{id: b, code: 'return §context.steps[\"log\"].output'}"), Invalid, "steps[1].code", "there is no step 'log'", "use one of: a, b", "log", "a"),
        new("later step in code", "name: w\nversion: 1\nsteps:\n- id: a\n  code: |\n    x = 1\n    return §context.steps.b.output\n- {id: b, tool: t}\n", Invalid, "steps[0].code", "'b' cannot have run here", "move the step 'b' above", "context.steps.b.output", "x"),
    ];

    private static IEnumerable<BrokenWorkflow> Templates =>
    [
        new("unknown input", Input("{{ §inputs.limt }}"), Template, "steps[0].params.x", "there is no input 'limt'", "did you mean 'limit'?", "limt", "limit"),
        new("unknown input in a text", Input("from {{ inputs.limit }} to {{ §inputs.lmit }}"), Template, "steps[0].params.x", "there is no input 'lmit'", "did you mean 'limit'?", "lmit", "limit"),
        new("input undeclared", Step("params: {x: '{{ §inputs.repo }}'}"), Template, "steps[0].params.x", "there is no input 'repo'", "declare it: `inputs: [repo]`", "version: 1\n", "version: 1\ninputs: [repo]\n"),
        new("input with a dash", Step("when: §inputs[\"first\"]").Replace("steps:", "inputs: [first-day]\nsteps:", StringComparison.Ordinal), Template, "steps[0].when", "there is no input 'first'", "inputs[\"first-day\"]", "inputs[\"first\"]", "inputs[\"first-day\"]"),
        new("unknown root", Input("{{ §input.limit }}"), Template, "steps[0].params.x", "there is no 'input' here", "did you mean 'inputs'?", "input.limit", "inputs.limit"),
        new("root forgotten", Input("{{ §limit }}"), Template, "steps[0].params.x", "there is no 'limit' here", "did you mean 'inputs.limit'?", "{{ limit }}", "{{ inputs.limit }}"),
        new("root of a step forgotten", Chain("{id: b, tool: t, when: §a.output}"), Template, "steps[1].when", "there is no 'a' here", "did you mean 'steps.a.output'?", "a.output", "steps.a.output"),
        new("unknown step", Chain("{id: b, tool: t, when: §steps.log.success}"), Template, "steps[1].when", "there is no step 'log'", "use one of: a, b", "steps.log", "steps.a"),
        new("unknown member of a step", Chain("{id: b, tool: t, when: §steps.a.outputs}"), Template, "steps[1].when", "a step has no 'outputs'", "did you mean 'output'?", "outputs", "output"),
        new("output forgotten", Chain("{id: b, tool: t, when: §steps.a.count}"), Template, "steps[1].when", "a step has no 'count'", "did you mean 'steps.a.output.count'?", "steps.a.count", "steps.a.output.count"),
        new("unknown member of the workflow", Input("{{ §workflow.nme }}"), Template, "steps[0].params.x", "workflow has no 'nme'", "did you mean 'name'?", "nme", "name"),
        new("variable not permitted", Input("{{ §env.PATH }}"), Template, "steps[0].params.x", "PATH may not be read", "add PATH to `templates.env`", "env.PATH", "env.HOME"),
        new("foreach variable outside", Step("params: {x: '{{ §item.a }}'}"), Template, "steps[0].params.x", "there is no 'item' here", "use one of", "item.a", "execution_id"),
        new("foreach variable in when", Step("foreach: '[1]'\n  when: §item > 1"), Template, "steps[0].when", "there is no 'item' here", "use one of", "item > 1", "true"),
        new("foreach variable of another name", Step("foreach: '[1]'\n  as: file\n  params: {x: '{{ §fil }}'}"), Template, "steps[0].params.x", "there is no 'fil' here", "did you mean 'file'", "{{ fil }}", "{{ file }}"),
        new("unclosed braces", Input("a §{{ inputs.limit"), Template, "steps[0].params.x", "'{{' has no '}}'", "Close it with '}}'", "inputs.limit'", "inputs.limit }}'"),
        new("unknown filter", Input("{{ inputs.limit | §jsn }}"), Template, "steps[0].params.x", "there is no filter 'jsn'", "did you mean 'json'", "jsn", "json"),
        new("and of another language", Step("when: 'true §&& false'"), Template, "steps[0].when", "'&&' does not fit here", "Write 'and'", "&&", "and"),
        new("expression cut short", Step("foreach: 'inputs. §'"), Template, "steps[0].foreach", "", "", "inputs. ", "[1]"),
        new("error in a block text", "name: w\nversion: 1\nsteps:\n- id: a\n  tool: t\n  params:\n    text: |\n      hello\n\n      {{ 1 §@ 2 }}\n", Template, "steps[0].params.text", "does not fit here", "", "@", "+"),
        new("error in a nested list", Step("params: {x: [{y: ['{{ §nope }}']}]}"), Template, "steps[0].params.x[0].y[0]", "there is no 'nope' here", "use one of", "nope", "1"),
        new("unquoted template", Step("params: {x: {§{ inputs.limit }}}"), Invalid, "steps[0].params.x", "a key must be text", "quote templates", "{{ inputs.limit }}", "'{{ 1 }}'"),
    ];

    private static IEnumerable<BrokenWorkflow> Outputs =>
    [
        new("output and outputs", Top("output: 1\noutputs: §{x: 1}"), Invalid, "outputs", "output or outputs, not both", "keep one of them", "outputs: {x: 1}\n", ""),
        new("output empty", Top("output:§"), Invalid, "output", "output is empty", "remove the key", "output:\n", ""),
        new("outputs a text", Top("outputs: §all"), Invalid, "outputs", "expected a mapping or a list", "use `output:`", "outputs:", "output:"),
        new("output without source", Top("outputs: {x: §{description: y}}"), Invalid, "outputs.x", "neither from nor value", "add `from:", "{description: y}", "{description: y, from: steps.a.output}"),
        new("output with two sources", Top("outputs: {x: {from: steps.a.output, §value: 1}}"), Invalid, "outputs.x.value", "'value' and 'from' say the same thing", "keep 'from'", ", value: 1", ""),
        new("output's unknown key", Top("outputs: {x: {§form: steps.a.output, value: 1}}"), Invalid, "outputs.x.form", "unknown key 'form'", "did you mean 'from'", "form: steps.a.output, value: 1", "from: steps.a.output"),
        new("listed output without name", Top("outputs: [§{from: steps.a.output}]"), Invalid, "outputs[0]", "'name' is missing in this listed output", "add 'name:'", "{from", "{name: x, from"),
        new("listed output twice", Top("outputs: [{name: x, value: 1}, {name: §x, value: 2}]"), Invalid, "outputs[1].name", "'x' is here twice", "rename", "name: x, value: 2", "name: y, value: 2"),
        new("listed output a text", Top("outputs: [§x]"), Invalid, "outputs[0]", "expected a mapping", "`- {name: x, from: steps.x.output}`", "[x]", "[{name: x, from: steps.a.output}]"),
        new("named output empty", Top("outputs: {x: §}"), Invalid, "outputs.x", "the output 'x' is empty", "{from: steps.x.output}", "{x: }", "{x: {from: steps.a.output}}"),
        new("output names no step", Top("output: 'got {{ §steps.b.output }}'"), Template, "output", "there is no step 'b'", "did you mean 'a'?", "steps.b", "steps.a"),
        new("from names no step", Top("outputs: {x: {from: §steps.b.output}}"), Template, "outputs.x.from", "there is no step 'b'", "did you mean 'a'?", "steps.b", "steps.a"),
        new("from_path's syntax", Top("outputs: {x: {from_path: §$.steps.a}}"), Template, "outputs.x.from_path", "does not fit here", "", "$.steps.a", "steps.a.output"),
    ];

    private static string Top(string keys) => $"name: w\nversion: 1\n{keys}\nsteps: [{{id: a, tool: t}}]\n";

    private static string Step(string keys) => $"name: w\nversion: 1\nsteps:\n- id: a\n  tool: t\n  {keys}\n";

    private static string Chain(string second) => $"name: w\nversion: 1\nsteps:\n- {{id: a, tool: t}}\n- {second}\n";

    private static string Input(string template) => $"name: w\nversion: 1\ninputs: [limit]\nsteps:\n- id: a\n  tool: t\n  params: {{x: '{template}'}}\n";
}
