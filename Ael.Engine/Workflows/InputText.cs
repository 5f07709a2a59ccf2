using System.Text.Json;

namespace Ael.Engine.Workflows;

/// <summary>Inputs that come as text (<c>--input k=v</c>), read by the declared type.</summary>
internal static class InputText
{
    /// <summary>
    /// The value for <see cref="InputValidator"/>: a declared string is taken as it is, anything else as JSON, and as a string where
    /// it is none, so that the validator says what was expected. Names that are not declared are kept for it too.
    /// </summary>
    public static JsonElement Parse(WorkflowDefinition workflow, string name, string text)
    {
        var type = workflow.Inputs.FirstOrDefault(i => i.Name == name)?.Type ?? InputType.String;
        if (type != InputType.String)
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // Not JSON: the text itself is the value.
            }
        }

        return JsonSerializer.SerializeToElement(text);
    }
}
