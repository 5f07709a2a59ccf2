using System.Text.RegularExpressions;
using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Reads the configuration file, or a good one under one environment variable.</summary>
internal sealed partial class ConfigurationTarget : ITarget
{
    private const string FileName = "ael-config.yaml";

    public Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { ["AEL_TEST_EMPTY"] = "", ["AEL_TEST_WORD"] = "word", ["AEL_TEST_PORT"] = "8123" };
        var isVariable = Variable().Match(text) is { Success: true };
        if (isVariable)
        {
            var parts = text.Split('=', 2);
            environment[parts[0]] = parts[1];
        }

        try
        {
            new ConfigurationReader(environment, Path.GetTempPath()).Parse(isVariable ? "" : text, Path.Combine(Path.GetTempPath(), FileName));
            return Task.FromResult(new Answer(true, ""));
        }
        catch (ConfigurationException e)
        {
            var problem = Assert.Single(e.Problems);
            Assert.Contains(isVariable ? $"{problem.Path}: " : $"{FileName}:{problem.Line}:{problem.Column}: ", e.Error.Detail, StringComparison.Ordinal);
            return Task.FromResult(new Answer(false, $"{e.Error}\n{e.Error.Detail}\n{e.Error.Suggestion}")
            {
                Code = e.Error.Code.Name,
                Place = isVariable ? problem.Path : $"{problem.Path} {problem.Line}:{problem.Column}",
                Message = e.Error.Message,
                Suggestion = problem.Suggestion ?? "",
            });
        }
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]+=")]
    private static partial Regex Variable();
}
