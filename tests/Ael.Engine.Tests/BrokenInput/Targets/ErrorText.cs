using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Answers from errors of the catalogue, whose detail begins with the place: <c>path: ...</c> or <c>line:column: path: ...</c>.</summary>
internal static partial class ErrorText
{
    public static Answer Of(AelError error) => Of(JsonSerializer.SerializeToElement(error));

    public static Answer Of(ExecutionResult result) => result.Status == ExecutionStatus.Completed
        ? new Answer(true, "")
        : Of(result.Error ?? throw new InvalidOperationException($"{result.Status} without an error"));

    /// <param name="error">The JSON of an error.</param>
    public static Answer Of(JsonElement error) => new(false, error.GetRawText())
    {
        Code = Text(error, "code"),
        Message = Text(error, "message"),
        Suggestion = Text(error, "suggestion"),
        Place = Detail().Match(Text(error, "detail")) is { Success: true } m
            ? m.Groups["line"].Success ? $"{m.Groups["path"].Value} {m.Groups["line"].Value}" : m.Groups["path"].Value
            : "",
    };

    public static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    [GeneratedRegex(@"^(?:\[\d+\] )?(?:[\w.-]+\.(?:yaml|json):)?(?:(?<line>\d+:\d+): )?(?<path>(?:[^:\s""]|""[^""]*"")+): ")]
    private static partial Regex Detail();
}
