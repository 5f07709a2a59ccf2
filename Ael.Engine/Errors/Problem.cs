namespace Ael.Engine.Errors;

internal enum ProblemSeverity
{
    Error,
    Warning,
}

/// <summary>
/// One finding in a file that a user wrote (workflow, configuration). <paramref name="Line"/> and <paramref name="Column"/>
/// count from 1, 0 where unknown; <paramref name="Path"/> is the place in the document, as in <c>steps[2].params.text</c>.
/// </summary>
internal sealed record Problem(ErrorCode Code, string Path, int Line, int Column, string Message, string? Suggestion = null)
{
    public ProblemSeverity Severity { get; init; } = ProblemSeverity.Error;

    public override string ToString() =>
        $"{Line}:{Column}: {Path}: {Message}{(Suggestion is null ? "" : $" ({Suggestion})")}";
}
