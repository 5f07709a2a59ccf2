using Ael.Engine.Tests.BrokenInput.Tables;
using Ael.Engine.Tests.BrokenInput.Targets;
using Ael.Engine.Tests.Workflows;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>Whatever a user gets wrong: its code, its place, and a suggestion that works when followed. Never a stack trace, never a hang.</summary>
[Collection(nameof(BrokenInputFixture))]
public class BrokenInputTests(BrokenInputFixture fixture)
{
    private static readonly string[] s_traces = ["   at ", ".cs:line", "System.", "Exception", "Ael.Engine.", "LineNumber:", "BytePosition"];

    public static IReadOnlyList<BrokenCase> Cases { get; } =
    [
        .. BrokenWorkflows.All.Select(BrokenCase.Of), .. TemplateCases.All, .. InputCases.All, .. ConfigurationCases.All, .. RequestCases.All, .. McpCases.All,
    ];

    public static TheoryData<BrokenCase> Table => [.. Cases];

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_gives_code_place_and_a_suggestion_that_works(BrokenCase broken)
    {
        var answer = await SendAsync(broken, broken.Text);

        Assert.False(answer.Accepted, "it was accepted: " + answer.Raw);
        Assert.All(s_traces, t => Assert.DoesNotContain(t, answer.Raw, StringComparison.Ordinal));
        Assert.Equal((broken.Code, broken.Place), (answer.Code, answer.Place));
        Assert.Contains(broken.Message, answer.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(answer.Suggestion), "no suggestion: " + answer.Raw);
        Assert.Contains(broken.Suggestion, answer.Suggestion, StringComparison.Ordinal);

        Assert.NotEqual(broken.Text, broken.Corrected);
        var corrected = await SendAsync(broken, broken.Corrected);
        Assert.True(corrected.Accepted, $"{broken.Corrected}\n{corrected.Raw}");
    }

    [Theory]
    [InlineData(Kinds.Request, "POST /api/v1/workflows/late/execute\n\n{\"inputs\": {\"d\": {\"name\": \"Ada\"}}}")]
    [InlineData(Kinds.Call, "late {\"d\": {\"name\": \"Ada\"}}")]
    public async Task A_template_that_fails_late_names_its_file_at_every_door(string kind, string text)
    {
        var answer = await fixture.Targets[kind].SendAsync(text, TestContext.Current.CancellationToken);

        Assert.Equal(("TEMPLATE_ERROR", "steps[0].params.name 7:19"), (answer.Code, answer.Place));
        Assert.Contains("late.yaml:7:19: steps[0].params.name: ", answer.Raw, StringComparison.Ordinal);
        Assert.Contains("did you mean 'name'", answer.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_long_and_has_every_kind()
    {
        Assert.Empty(Cases.GroupBy(c => c.ToString()).Where(g => g.Count() > 1).Select(g => g.Key));
        var counts = Cases.CountBy(c => c.Kind).ToDictionary();
        Assert.True(counts[Kinds.Workflow] >= 100 && counts[Kinds.Template] >= 50 && counts[Kinds.Input] >= 40 && counts[Kinds.Configuration] >= 100
            && counts[Kinds.Request] >= 90 && counts[Kinds.Call] >= 30 && counts[Kinds.Message] >= 20, string.Join(", ", counts));
    }

    private Task<Answer> SendAsync(BrokenCase broken, string text) =>
        fixture.Targets[broken.Kind].SendAsync(text, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
}

[CollectionDefinition(nameof(BrokenInputFixture))]
public class BrokenInputCollection : ICollectionFixture<BrokenInputFixture>;
