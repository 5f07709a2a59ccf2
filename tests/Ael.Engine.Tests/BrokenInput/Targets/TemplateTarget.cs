using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Runs the workflow in the real engine, on the data below.</summary>
internal sealed class TemplateTarget : ITarget, IAsyncDisposable
{
    private const string Inputs = """
        {"d": {"user": {"name": "Ada", "age": 36}, "rows": [{"id": 1, "kind": "x"}, {"id": 2, "kind": "y"}], "words": ["b", "a"], "mixed": [1, "a"],
               "text": "42", "word": "many", "json": "{\"a\": 1}", "bad": "{a: 1}", "none": null, "empty": [], "zero": 0, "ratio": 2.5}}
        """;

    private readonly TestEngine _engine = new(new EngineOptions { Templates = new TemplateOptions { MaxOutput = 1024 } });

    public TemplateTarget()
    {
        _engine.Tools.Add("load", _ => """{"count": 2, "items": ["a", "b"], "nothing": null}""");
        _engine.Tools.Add("echo", a => a.GetRawText());
    }

    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        var result = await _engine.RunAsync(text, Inputs);
        var answer = ErrorText.Of(result);
        if (answer.Place.StartsWith("steps[", StringComparison.Ordinal))
        {
            Assert.Equal("use", result.Error!.StepId);
        }

        return answer;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
