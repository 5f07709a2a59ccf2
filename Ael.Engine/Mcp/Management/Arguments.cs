using System.Globalization;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Mcp.Management;

/// <summary>Arguments of a management tool, checked against its parameters.</summary>
internal sealed class Arguments
{
    private readonly JsonElement _values;

    /// <exception cref="AelException">PARAM_INVALID naming everything that is wrong.</exception>
    public Arguments(string tool, IReadOnlyList<InputDefinition> parameters, JsonElement values)
    {
        _values = values;
        var problems = values.EnumerateObject().Select(v => Check(v, parameters))
            .Concat(parameters.Where(p => p.Required && Get(p.Name) is null).Select(p => Wrong(p.Name, $"'{p.Name}' is missing", $"give '{p.Name}': {p.Description}")))
            .OfType<Problem>().ToList();
        if (problems.Count > 0)
        {
            throw new AelException(
                ErrorCode.ParamInvalid, $"{tool}: {string.Join("; ", problems.Select(p => $"{p.Message} ({p.Suggestion})"))}",
                string.Join('\n', problems.Select(p => $"{p.Path}: {p.Message} ({p.Suggestion})")),
                problems is [{ Suggestion: { } only }] ? only : $"Correct the arguments; the input schema of '{tool}' lists them.");
        }
    }

    public string? Text(string name) => Get(name)?.GetString();

    public string RequiredText(string name) => Text(name)!;

    public int? Integer(string name) => Get(name)?.GetInt32();

    public bool Flag(string name) => Get(name)?.GetBoolean() ?? false;

    /// <summary>An object, empty when absent.</summary>
    public JsonElement Object(string name) => Get(name) ?? JsonElement.Parse("{}");

    /// <exception cref="AelException">PARAM_INVALID: not a point in time.</exception>
    public DateTimeOffset? Time(string name) => Text(name) switch
    {
        null => null,
        { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        { } text => throw new AelException(
            ErrorCode.ParamInvalid, $"'{name}' must be a time, and was '{text}'", $"arguments.{name}: not a time", "Write it in ISO 8601, as in 2026-10-27T09:00:00Z."),
    };

    // Null is how some callers leave an argument out.
    private JsonElement? Get(string name) =>
        _values.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Problem? Check(JsonProperty argument, IReadOnlyList<InputDefinition> parameters)
    {
        if (parameters.FirstOrDefault(p => p.Name == argument.Name) is not { } parameter)
        {
            return Wrong(argument.Name, $"there is no '{argument.Name}'", DidYouMean.Suggest(argument.Name, parameters.Select(p => p.Name)) ?? "leave it out");
        }

        return argument.Value.ValueKind != JsonValueKind.Null && InputRules.Check(parameter, argument.Value, out _) is { } complaint
            ? Wrong(argument.Name, $"'{argument.Name}': {complaint.Message}", complaint.Suggestion)
            : null;
    }

    private static Problem Wrong(string name, string message, string suggestion) => new(ErrorCode.ParamInvalid, $"arguments.{name}", 0, 0, message, suggestion);
}
