using System.Text.Json.Serialization;

namespace Ael.Engine.Errors;

/// <summary>An error as every front door shows it. Absent optional members are left out of its JSON.</summary>
[JsonConverter(typeof(AelErrorConverter))]
internal sealed record AelError(ErrorCode Code, string Message)
{
    /// <summary>What was there and what was expected, longer than the message; several problems one a line.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do next; the code's own advice where nothing closer is known.</summary>
    public string Suggestion { get => field ?? Code.DefaultSuggestion; init => field = value == Code.DefaultSuggestion ? null : value; }

    public string? StepId { get; init; }

    public string? Tool { get; init; }

    public string? ExecutionId { get; init; }

    public AelError? Cause { get; init; }

    /// <summary>False as soon as anything in the chain of causes cannot change by repeating.</summary>
    public bool Retryable => Code.Retryable && (Cause?.Retryable ?? true);

    public override string ToString() => $"{Code.Name}: {Message}";
}
