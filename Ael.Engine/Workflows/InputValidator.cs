using System.Runtime.InteropServices;
using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>Checks a caller's inputs against the declared ones, before anything runs.</summary>
internal static class InputValidator
{
    // Nobody reads more, and a request must not grow into an answer many times its size.
    private const int MaxProblems = 100;

    /// <summary>
    /// Every declared input with its value, its default, or null where it is optional and has none; or every problem. Null sent for an
    /// optional input counts as absent. Nothing is converted but whole numbers: <c>5.0</c> for an integer becomes <c>5</c>.
    /// </summary>
    public static InputResult Validate(WorkflowDefinition workflow, JsonElement inputs)
    {
        if (inputs.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            inputs = JsonElement.Parse("{}");
        }

        if (inputs.ValueKind != JsonValueKind.Object)
        {
            return new InputResult(inputs, [Complain("inputs", $"inputs must be an object, was {InputRules.Describe(inputs)}", "send {\"name\": value, ...}")]);
        }

        if (JsonMistake.HalfPair(JsonMarshal.GetRawUtf8Value(inputs)) is { } half)
        {
            // Nothing of them can be kept, for whoever shows them would fail.
            return new InputResult(JsonElement.Parse("{}"), [Complain("inputs", $"inputs cannot be read: {half.Reason}", "write \\ud83d\\ude00 and the like in pairs, or the character itself")]) { Unreadable = true };
        }

        List<Problem> problems = [];
        var given = Given(workflow, inputs, problems);
        Dictionary<string, JsonElement> values = [];
        foreach (var input in workflow.Inputs)
        {
            if (Value(input, given, problems) is { } value)
            {
                values[input.Name] = value;
            }
        }

        return new InputResult(JsonSerializer.SerializeToElement(values), problems);
    }

    private static Dictionary<string, JsonElement> Given(WorkflowDefinition workflow, JsonElement inputs, List<Problem> problems)
    {
        var names = workflow.Inputs.Select(i => i.Name).ToList();
        Dictionary<string, JsonElement> given = [];
        foreach (var property in inputs.EnumerateObject())
        {
            if (problems.Count >= MaxProblems)
            {
                break;
            }

            if (!names.Contains(property.Name))
            {
                problems.Add(Complain($"inputs.{property.Name}", $"there is no input '{property.Name}'",
                    names.Count == 0 ? "this workflow takes no inputs" : DidYouMean.Suggest(property.Name, names) ?? "use the names of the workflow's schema"));
            }
            else if (!given.TryAdd(property.Name, property.Value))
            {
                problems.Add(Complain($"inputs.{property.Name}", $"the input '{property.Name}' is given twice", "send it once"));
            }
        }

        return given;
    }

    private static JsonElement? Value(InputDefinition input, Dictionary<string, JsonElement> given, List<Problem> problems)
    {
        var present = given.TryGetValue(input.Name, out var value);
        if (!present || (value.ValueKind == JsonValueKind.Null && !input.Required))
        {
            if (input.Required)
            {
                var type = InputTypes.NameOf(input.Type);
                problems.Add(Complain($"inputs.{input.Name}", $"the input '{input.Name}' is missing", $"send '{input.Name}' ({type}{(input.Description is null ? "" : $": {input.Description}")})"));
                return null;
            }

            return input.Default ?? JsonElement.Parse("null");
        }

        if (InputRules.Check(input, value, out var typed) is { } complaint)
        {
            problems.Add(Complain($"inputs.{input.Name}", $"input '{input.Name}': {complaint.Message}", complaint.Suggestion));
            return null;
        }

        return typed;
    }

    private static Problem Complain(string path, string message, string suggestion) => new(ErrorCode.InputInvalid, path, 0, 0, message, suggestion);
}

/// <param name="Values">An object with every declared input, in the order of the file; of use only when there are no problems.</param>
/// <param name="Problems">Every one, without lines.</param>
internal sealed record InputResult(JsonElement Values, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether the inputs are no text that can be shown, so that even their record has to leave them out.</summary>
    public bool Unreadable { get; init; }

    public bool Valid => Problems.Count == 0;

    /// <summary>INPUT_INVALID with every problem in its detail; null when there is none.</summary>
    public AelError? Error => Problems switch
    {
        [] => null,
        [var only] => new AelError(ErrorCode.InputInvalid, only.Message) { Detail = $"{only.Path}: {only.Message}", Suggestion = only.Suggestion! },
        _ => new AelError(ErrorCode.InputInvalid, $"{Problems[0].Message} (and {Problems.Count - 1} more)")
        {
            Detail = string.Join('\n', Problems.Select(p => $"{p.Path}: {p.Message} ({p.Suggestion})")),
        },
    };
}
