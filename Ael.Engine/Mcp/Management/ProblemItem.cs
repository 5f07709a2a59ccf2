using Ael.Engine.Errors;

namespace Ael.Engine.Mcp.Management;

/// <summary>A problem in a workflow file, as tools show it.</summary>
internal sealed record ProblemItem(string Severity, string Code, string Path, int Line, int Column, string Message, string Suggestion)
{
    public ProblemItem(Problem problem)
        : this(
            problem.Severity == ProblemSeverity.Error ? "error" : "warning", problem.Code.Name, problem.Path, problem.Line, problem.Column, problem.Message,
            problem.Suggestion ?? problem.Code.DefaultSuggestion)
    {
    }
}
