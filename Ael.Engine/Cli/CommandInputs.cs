using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Cli;

/// <summary>Inputs from the command line: a JSON file, and name=value pairs over it.</summary>
internal static class CommandInputs
{
    /// <exception cref="AelException">INPUT_INVALID.</exception>
    public static async Task<JsonElement> ReadAsync(WorkflowDefinition definition, FileInfo? file, string[] pairs, CancellationToken cancellationToken)
    {
        var inputs = file is null ? [] : await FromFileAsync(file, cancellationToken);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Invalid($"--input {pair} is not name=value", "Write --input name=value.", $"--input: {pair}");
            }

            var name = pair[..equals];
            inputs[name] = JsonNode.Parse(InputText.Parse(definition, name, pair[(equals + 1)..]).GetRawText());
        }

        return JsonSerializer.SerializeToElement(inputs);
    }

    private static async Task<JsonObject> FromFileAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var (value, mistake) = JsonMistake.Find(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
            if (mistake is not null)
            {
                var place = new Problem(ErrorCode.InputInvalid, "$", mistake.Line, mistake.Column, mistake.Reason);
                throw Invalid($"{file.Name} is not JSON", "Correct it at the place named.", $"{file.Name}:{place}");
            }

            return JsonObject.Create(value.ValueKind == JsonValueKind.Object ? value : throw Invalid(
                $"{file.Name} is not a JSON object", "Write {\"name\": value, ...}.", $"{file.Name}:{new Problem(ErrorCode.InputInvalid, "$", 1, 1, "expected an object")}"))!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"cannot read {file.FullName}: {e.Message}", "Check the path.", $"--inputs: {file.FullName}", e);
        }
    }

    private static AelException Invalid(string message, string suggestion, string detail, Exception? inner = null) =>
        new(ErrorCode.InputInvalid, message, detail, suggestion, inner);
}
