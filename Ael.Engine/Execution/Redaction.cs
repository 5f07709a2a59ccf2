using System.Runtime.InteropServices;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>Takes secrets out of whole records, on their way to the store and to watchers.</summary>
internal static class Redaction
{
    /// <summary>The step itself where it holds no secret.</summary>
    public static StepResult Of(IRedactor redactor, StepResult step)
    {
        var output = step.Output is { } value ? redactor.Redact(value) : default(JsonElement?);
        var error = step.Error is { } failure ? Of(redactor, failure) : null;
        var log = step.Log is { } text ? redactor.Redact(text) : null;
        return error is null && ReferenceEquals(log, step.Log) && Same(output, step.Output) ? step : step with { Output = output, Error = error, Log = log };
    }

    public static AelError Of(IRedactor redactor, AelError error) => error with
    {
        Message = redactor.Redact(error.Message),
        Detail = error.Detail is { } detail ? redactor.Redact(detail) : null,
        Cause = error.Cause is { } cause ? Of(redactor, cause) : null,
    };

    // The same text in the same place; a redacted copy is elsewhere.
    private static bool Same(JsonElement? one, JsonElement? other) =>
        one is not { ValueKind: not JsonValueKind.Undefined } a || JsonMarshal.GetRawUtf8Value(a) == JsonMarshal.GetRawUtf8Value(other!.Value);
}
