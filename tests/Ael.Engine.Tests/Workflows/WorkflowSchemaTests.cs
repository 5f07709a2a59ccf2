using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Workflows;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Workflows;

/// <summary>The schema for editors and the reader say the same, as far as a schema can. That every good file is good for both is checked where they are read.</summary>
public partial class WorkflowSchemaTests
{
    // What takes knowledge beyond one value: names that must exist or be unique, order, templates, text within a text, two values compared.
    private static readonly string[] s_beyondASchema =
    [
        "input twice", "required with default", "default of another type", "default with a fraction", "default not in enum",
        "default beyond maximum", "default beside the pattern", "pattern", "pattern of a number", "minimum of a string", "maximum below minimum", "enum of another type",
        "id twice", "code folded", "workflow calls itself", "workflow calls itself by version", "max_delay below delay", "a code in both lists", "retry said and denied",
        "skip and then fail", "listed output twice",
    ];

    public static TheoryData<BrokenWorkflow> Broken => [.. BrokenWorkflows.All];

    [Theory]
    [InlineData("workflow", "$")]
    [InlineData("defaults", "defaults")]
    [InlineData("retry", "retry")]
    [InlineData("input", "input")]
    [InlineData("step", "step")]
    [InlineData("output", "output")]
    [InlineData("listed output", "listedOutput")]
    public void The_schema_and_the_reader_know_the_same_keys(string kind, string definition)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);
        new WorkflowReader(WorkflowTestKit.Options).Read("""
            defaults: {retry: {}}
            inputs: [a: {}]
            steps: [{}]
            outputs: {x: {}}
            """, null, problems);
        new WorkflowReader(WorkflowTestKit.Options).Read("outputs: [{}]", null, problems);
        var schema = definition == "$" ? WorkflowSchema.Document : WorkflowSchema.Document.GetProperty("$defs").GetProperty(definition);

        Assert.Equal(problems.KnownKeys[kind].Order(), schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_broken_file_is_broken_for_the_schema_too_where_a_schema_can_tell(BrokenWorkflow broken)
    {
        var beyond = s_beyondASchema.Contains(broken.Name) || broken.Code == ErrorCode.TemplateError.Name || BrokenWorkflows.Order.Contains(broken);

        // Some mistakes beyond a schema are seen by it all the same; then there is nothing to explain away.
        if (!beyond)
        {
            Assert.NotNull(WorkflowSchema.Refuses(broken.Yaml));
        }

        Assert.Null(WorkflowSchema.Refuses(broken.Corrected));
    }

    [Fact]
    public void Nothing_is_excused_without_need() =>
        Assert.All(s_beyondASchema, name => Assert.Null(WorkflowSchema.Refuses(BrokenWorkflows.All.Single(b => b.Name == name).Yaml)));

    [Fact]
    public void The_words_of_the_schema_are_those_of_the_code()
    {
        var defs = WorkflowSchema.Document.GetProperty("$defs");

        Assert.Equal(ErrorCode.All.Select(c => c.Name), Words(defs.GetProperty("errorCodes").GetProperty("items")));
        Assert.Equal(StepWords.OnError.Keys, Words(defs.GetProperty("onError")));
        Assert.Equal(InputTypes.ByName.Keys, Words(defs.GetProperty("input").GetProperty("properties").GetProperty("type")));
    }

    [Fact]
    public async Task Defaults_in_the_schema_are_those_of_the_code()
    {
        var defaults = new RetryPolicy();
        var retry = WorkflowSchema.Document.GetProperty("$defs").GetProperty("retry").GetProperty("properties");

        Assert.Equal(defaults.MaxAttempts, retry.GetProperty("max_attempts").GetProperty("default").GetInt32());
        Assert.Equal(defaults.Delay, Units.Duration(retry.GetProperty("delay").GetProperty("default").GetString()!));
        Assert.Equal(defaults.MaxDelay, Units.Duration(retry.GetProperty("max_delay").GetProperty("default").GetString()!));
        Assert.Equal(defaults.Multiplier, retry.GetProperty("multiplier").GetProperty("default").GetDouble());
        Assert.Equal(defaults.Jitter, retry.GetProperty("jitter").GetProperty("default").GetBoolean());
        Assert.Equal(defaults.Backoff.ToString().ToLowerInvariant(), retry.GetProperty("backoff").GetProperty("default").GetString());

        // And the page says what the schema says.
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "reference", "workflow.md"), TestContext.Current.CancellationToken);
        Assert.All(retry.EnumerateObject(), key => Assert.Contains($"`{key.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reference_page_names_every_key_and_its_examples_are_valid()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "reference", "workflow.md"), TestContext.Current.CancellationToken);
        var defs = WorkflowSchema.Document.GetProperty("$defs").EnumerateObject().Select(d => d.Value).Append(WorkflowSchema.Document);
        var keys = defs.Where(d => d.TryGetProperty("properties", out _)).SelectMany(d => d.GetProperty("properties").EnumerateObject()).Select(p => p.Name);
        var examples = YamlBlock().Matches(page).Select(m => m.Groups["yaml"].Value).ToList();

        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
        Assert.True(examples.Count >= 5, $"{examples.Count} examples");
        Assert.All(examples, yaml => WorkflowTestKit.Good(yaml));
    }

    private static IEnumerable<string?> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(w => w.GetString());

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
