using System.ComponentModel;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Problems;

/// <summary>A <see cref="Problem"/> as JSON.</summary>
internal sealed record ProblemView(
    string Code,
    ProblemSeverity Severity,
    [property: Description("Place in the document, as in steps[2].params.text.")] string Path,
    [property: Description("From 1; 0 where unknown.")] int Line,
    [property: Description("From 1; 0 where unknown.")] int Column,
    string Message,
    string Suggestion)
{
    public static ProblemView Of(Problem p) => new(p.Code.Name, p.Severity, p.Path, p.Line, p.Column, p.Message, p.Suggestion ?? p.Code.DefaultSuggestion);
}
