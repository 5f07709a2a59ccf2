using Ael.Engine.Configuration;
using Ael.Engine.Expressions;
using Ael.Engine.Tests.Expressions;
using Ael.Engine.Tests.Support;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Fuzz;

public sealed class ReaderFuzzTests
{
    private static readonly string[] s_templates =
    [
        "{{ inputs.people | map('name') | join(', ') }}", "{{ inputs.map[\"b-c\"].d[-1] }} and {{ steps.log.output.count + 1 }}", "{{ inputs.csv | split(',') | unique | sort | json }}",
        "{{ 'a' if inputs.yes and not inputs.no else [1, {'b': 2.5}] }}", "{{ inputs.text | replace('o', '0') | upper | trim | slice(0, 4) }}", "{{ inputs.list | sum / (inputs.list | length) % 3 }}",
        "{{ inputs.missing | default(inputs.json | fromjson) }}", "{{ 2 * (3 + 4) - -5 >= 10 or 'x' in inputs.words ~ 'y' }}", "{{ workflow.name ~ execution_id }}", "{{ inputs.people | select('admin') | first | items }}",
    ];

    [Fact]
    public async Task Workflow_files_are_read_or_refused()
    {
        await using var engine = new TestEngine();
        var validator = engine.Service<IWorkflowValidator>();
        await FuzzRun.RunAsync(Files("workflows", "*.yaml"), async text =>
        {
            var result = await validator.ValidateAsync(text, null, all: false, CancellationToken.None);
            Assert.True(result.Valid || result.Problems.Count > 0, "refused without a problem");
            Assert.All(result.Problems, p => Assert.True(p.Line >= 0 && p.Message.Length > 0));
        });
    }

    [Fact]
    public Task Templates_give_a_value_or_a_template_error() => FuzzRun.RunAsync(s_templates, text =>
    {
        try
        {
            var value = Template.Parse(text).Evaluate(TestScope.Standard, new TemplateLimits(1 << 16));
            Assert.True(value.GetRawText().Length <= 1 << 20);
        }
        catch (TemplateSyntaxException)
        {
        }
        catch (TemplateException)
        {
        }

        return Task.CompletedTask;
    });

    [Fact]
    public Task Configuration_is_read_or_refused() => FuzzRun.RunAsync(
        [File.ReadAllText(Repository.PathOf("ael-config.yaml")), File.ReadAllText(Repository.PathOf("ael-config.yaml")).Replace("  #", "  ", StringComparison.Ordinal)],
        text =>
        {
            try
            {
                new ConfigurationReader(new Dictionary<string, string>(), Path.GetTempPath()).Parse(text, Path.Combine(Path.GetTempPath(), "ael-config.yaml"));
            }
            catch (ConfigurationException e)
            {
                Assert.NotEmpty(e.Problems);
            }

            return Task.CompletedTask;
        });

    private static string[] Files(string folder, string pattern) => [.. Directory.GetFiles(Repository.PathOf(folder), pattern).Select(File.ReadAllText)];
}
