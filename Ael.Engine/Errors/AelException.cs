namespace Ael.Engine.Errors;

/// <summary>Carries an <see cref="AelError"/> through code that signals failure by exception.</summary>
internal class AelException(AelError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public AelException(ErrorCode code, string message, string? detail = null, string? suggestion = null, Exception? inner = null)
        : this(suggestion is null
            ? new AelError(code, message) { Detail = detail }
            : new AelError(code, message) { Detail = detail, Suggestion = suggestion }, inner)
    {
    }

    public AelError Error { get; } = error;

    /// <summary>How long the caller should wait before it tries again, where that is known (503, 429).</summary>
    public TimeSpan? RetryAfter { get; init; }
}
