using Ael.Engine.Errors;

namespace Ael.Engine.Configuration;

/// <summary>CONFIG_INVALID with every problem found: the first in the message, all of them, one a line, in the detail.</summary>
internal sealed class ConfigurationException : AelException
{
    public ConfigurationException(string? file, IReadOnlyList<Problem> problems)
        : base(ErrorCode.ConfigInvalid, Summary(file, problems), string.Join('\n', problems.Select(p => Line(file, p))), problems[0].Suggestion) =>
        Problems = problems;

    /// <summary>In the order of the file; those of environment variables first, with line 0 and the variable as path.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    private static string Summary(string? file, IReadOnlyList<Problem> problems) =>
        problems.Count == 1 ? Short(file, problems[0]) : $"{Short(file, problems[0])} (and {problems.Count - 1} more)";

    private static string Line(string? file, Problem p) => p.Suggestion is null ? Short(file, p) : $"{Short(file, p)} ({p.Suggestion})";

    private static string Short(string? file, Problem p) => (p.Line, p.Path) switch
    {
        (0, _) => $"{p.Path}: {p.Message}",
        (_, "$") => $"{file}:{p.Line}:{p.Column}: {p.Message}",
        _ => $"{file}:{p.Line}:{p.Column}: {p.Path}: {p.Message}",
    };
}
