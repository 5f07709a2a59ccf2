using System.Net.Http.Json;
using System.Text.Json;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Has the server check the file, with everything that it knows.</summary>
internal sealed class WorkflowTarget(HttpClient http) : ITarget
{
    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(new { yaml = text });
        using var response = await http.PostAsync(new Uri("/api/v1/workflows/validate", UriKind.Relative), body, cancellationToken);
        var raw = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, raw);
        var result = JsonElement.Parse(raw);
        if (result.GetProperty("valid").GetBoolean())
        {
            return new Answer(true, raw);
        }

        var problem = result.GetProperty("problems").EnumerateArray().First(p => p.GetProperty("severity").GetString() == "error");
        return new Answer(false, raw)
        {
            Code = ErrorText.Text(problem, "code"),
            Message = ErrorText.Text(problem, "message"),
            Suggestion = ErrorText.Text(problem, "suggestion"),
            Place = Place(problem),
        };
    }

    public static string Place(JsonElement problem) =>
        ErrorText.Text(problem, "path") + (problem.GetProperty("line").GetInt32() is > 0 and var line ? $" {line}:{problem.GetProperty("column").GetInt32()}" : "");
}
