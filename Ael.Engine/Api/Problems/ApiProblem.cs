using System.ComponentModel;
using System.Text.Json.Serialization;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Problems;

/// <summary>Problem details (RFC 9457) with the fields of <see cref="AelError"/> as extension members.</summary>
internal sealed record ApiProblem
{
    [Description("urn:ael:error: and the code.")]
    public required string Type { get; init; }

    [Description("The code in words.")]
    public required string Title { get; init; }

    public required int Status { get; init; }

    [Description("The message, or more than the message where more is known.")]
    public required string Detail { get; init; }

    [Description("The path that was asked for.")]
    public required string Instance { get; init; }

    [Description("A code of docs/reference/errors.md.")]
    public required string Code { get; init; }

    public required string Category { get; init; }

    public required string Message { get; init; }

    [Description("What to do next.")]
    public required string Suggestion { get; init; }

    [Description("False when the same request cannot end differently.")]
    public required bool Retryable { get; init; }

    [Description("The same as status.")]
    public required int HttpStatus { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StepId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tool { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExecutionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AelError? Cause { get; init; }

    [Description("Places in the body that are wrong.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemView>? Problems { get; init; }

    [Description("Of this request; the engine's log has it too.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    public static ApiProblem Of(AelError error, int status, string path, string? traceId, IReadOnlyList<Problem> problems) => new()
    {
        Type = "urn:ael:error:" + error.Code.Name,
        Title = error.Code.Name[0] + error.Code.Name[1..].Replace('_', ' ').ToLowerInvariant(),
        Status = status,
        Detail = error.Detail ?? error.Message,
        Instance = path,
        Code = error.Code.Name,
        Category = error.Code.Category,
        Message = error.Message,
        Suggestion = error.Suggestion,
        Retryable = error.Retryable,
        HttpStatus = status,
        StepId = error.StepId,
        Tool = error.Tool,
        ExecutionId = error.ExecutionId,
        Cause = error.Cause,
        Problems = problems.Count == 0 ? null : [.. problems.Select(ProblemView.Of)],
        TraceId = traceId,
    };
}
