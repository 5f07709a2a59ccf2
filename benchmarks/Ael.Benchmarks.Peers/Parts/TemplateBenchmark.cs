using System.Text.Json;
using Ael.Engine.Expressions;
using BenchmarkDotNet.Attributes;
using Jint;
using Jint.Native.Json;
using Jint.Runtime;

namespace Ael.Benchmarks.Peers.Parts;

/// <summary>
/// The same twenty expressions over the same data: templates parsed before, and scripts that Jint has prepared. Each once for its value, as a condition
/// asks for it, and all of them together as the parameters of a step, which are a document of JSON.
/// </summary>
[MemoryDiagnoser]
public class TemplateBenchmark : IDisposable
{
    public const string Values = "values";
    public const string Parameters = "parameters";

    private const string Inputs = """{"user":{"name":"Ada","age":36},"limit":20,"tags":["a","b","c"],"since":"2026-01-15"}""";
    private const string Steps = """
        {"log":{"output":[{"subject":"one","files":3},{"subject":"two","files":5},{"subject":"three","files":8}],"status":"completed","success":true},
         "group":{"output":{"count":3,"subjects":["one","two","three"],"deep":{"down":{"here":42}}},"status":"completed","success":true}}
        """;

    private static readonly (string Template, string Script, string Value)[] s_pairs =
    [
        ("{{ inputs.user.name }}", "inputs.user.name", "\"Ada\""),
        ("{{ inputs.limit }}", "inputs.limit", "20"),
        ("{{ steps.group.output.deep.down.here }}", "steps.group.output.deep.down.here", "42"),
        ("{{ steps.log.output[1].subject }}", "steps.log.output[1].subject", "\"two\""),
        ("{{ steps.group.output }}", "steps.group.output", ""),
        ("{{ steps.group.output.count > 0 }}", "steps.group.output.count > 0", "true"),
        ("{{ inputs.limit * 2 + 1 }}", "inputs.limit * 2 + 1", "41"),
        ("{{ inputs.user.age >= 18 and inputs.limit < 100 }}", "inputs.user.age >= 18 && inputs.limit < 100", "true"),
        ("{{ 'b' in inputs.tags }}", "inputs.tags.includes('b')", "true"),
        ("{{ inputs.tags | join(', ') }}", "inputs.tags.join(', ')", "\"a, b, c\""),
        ("{{ inputs.tags | length }}", "inputs.tags.length", "3"),
        ("{{ steps.log.output | map('subject') | join('/') }}", "steps.log.output.map(x => x.subject).join('/')", "\"one/two/three\""),
        ("{{ inputs.user.name | upper }}", "inputs.user.name.toUpperCase()", "\"ADA\""),
        ("{{ inputs.missing | default('none') }}", "inputs.missing ?? 'none'", "\"none\""),
        ("Hello {{ inputs.user.name }}, {{ steps.group.output.count }} commits since {{ inputs.since }}", "`Hello ${inputs.user.name}, ${steps.group.output.count} commits since ${inputs.since}`", "\"Hello Ada, 3 commits since 2026-01-15\""),
        ("{{ 'many' if steps.group.output.count > 2 else 'few' }}", "steps.group.output.count > 2 ? 'many' : 'few'", "\"many\""),
        ("{{ inputs.since + 'T00:00:00Z' }}", "inputs.since + 'T00:00:00Z'", "\"2026-01-15T00:00:00Z\""),
        ("{{ [inputs.limit, inputs.user.age] }}", "[inputs.limit, inputs.user.age]", "[20,36]"),
        ("{{ steps.log.output | map('files') | sum }}", "steps.log.output.map(x => x.files).reduce((a, b) => a + b, 0)", "16"),
        ("{{ inputs.user.name == 'Ada' and not (inputs.limit == 3) }}", "inputs.user.name === 'Ada' && !(inputs.limit === 3)", "true"),
    ];

    private readonly JsonScope _scope = new(JsonElement.Parse(Inputs), JsonElement.Parse(Steps));
    private readonly TemplateLimits _limits = new(4 * 1024 * 1024);
    private readonly Template[] _templates = [.. s_pairs.Select(p => Template.Parse(p.Template))];
    private readonly Prepared<Acornima.Ast.Script>[] _scripts = [.. s_pairs.Select(p => Jint.Engine.PrepareScript(p.Script))];
    private readonly TemplateTree _tree = TemplateTree.Parse(
        System.Text.Json.JsonSerializer.SerializeToElement(s_pairs.Select((p, i) => (Name: $"p{i}", p.Template)).ToDictionary(p => p.Name, p => p.Template)), (_, e) => throw e);
    private readonly Prepared<Acornima.Ast.Script> _object = Jint.Engine.PrepareScript($"({{ {string.Join(", ", s_pairs.Select((p, i) => $"p{i}: ({p.Script})"))} }})");
    private readonly Jint.Engine _engine = new();

    public TemplateBenchmark()
    {
        _engine.SetValue("inputs", new JsonParser(_engine).Parse(Inputs));
        _engine.SetValue("steps", new JsonParser(_engine).Parse(Steps));
        for (var i = 0; i < s_pairs.Length; i++)
        {
            var (template, _, value) = s_pairs[i];
            var (ours, theirs) = (_templates[i].Evaluate(_scope, _limits), new Jint.Native.Json.JsonSerializer(_engine).Serialize(_engine.Evaluate(_scripts[i])).ToString());
            if (!JsonElement.DeepEquals(ours, JsonElement.Parse(theirs)) || (value.Length > 0 && ours.GetRawText().Replace(" ", "", StringComparison.Ordinal) != value.Replace(" ", "", StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"{template} gave {ours.GetRawText()} here and {theirs} there, not {value}");
            }
        }

        if (Conditions() != Scripts() || !JsonElement.DeepEquals(Tree(), Scripted()))
        {
            throw new InvalidOperationException($"{Conditions()} conditions hold here and {Scripts()} there, the parameters are {Tree()} here and {Scripted()} there");
        }

        Warm();
    }

    // Code is compiled again in the background once it is known to be used much, and again with what was learned: what is measured first must not be
    // measured before that.
    private void Warm()
    {
        for (var pass = 0; pass < 4; pass++)
        {
            for (var i = 0; i < 5000; i++)
            {
                Conditions();
                Scripts();
                Tree();
                Scripted();
            }

            Thread.Sleep(300);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark, BenchmarkCategory(Values)]
    public int Conditions()
    {
        var held = 0;
        foreach (var template in _templates)
        {
            held += template.EvaluateCondition(_scope, _limits) ? 1 : 0;
        }

        return held;
    }

    [Benchmark(Baseline = true), BenchmarkCategory(Values)]
    public int Scripts()
    {
        var held = 0;
        foreach (var script in _scripts)
        {
            held += TypeConverter.ToBoolean(_engine.Evaluate(script)) ? 1 : 0;
        }

        return held;
    }

    [Benchmark, BenchmarkCategory(Parameters)]
    public JsonElement Tree() => _tree.Evaluate(_scope, _limits);

    [Benchmark(Baseline = true), BenchmarkCategory(Parameters)]
    public JsonElement Scripted() => JsonElement.Parse(new Jint.Native.Json.JsonSerializer(_engine).Serialize(_engine.Evaluate(_object)).ToString());

    private sealed class JsonScope(JsonElement inputs, JsonElement steps) : IScope
    {
        public IReadOnlyCollection<string> Roots { get; } = ["inputs", "steps"];

        public bool TryGetRoot(string name, out ScopeValue value)
        {
            value = new ScopeValue(name == "inputs" ? inputs : steps);
            return name is "inputs" or "steps";
        }
    }
}
