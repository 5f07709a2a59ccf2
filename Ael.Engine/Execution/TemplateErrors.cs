using Ael.Engine.Errors;
using Ael.Engine.Expressions;

namespace Ael.Engine.Execution;

/// <summary>Adds to the error of a template where in the workflow's file it stands.</summary>
internal static class TemplateErrors
{
    /// <param name="plan">Of the workflow.</param>
    /// <param name="e">What its template threw.</param>
    /// <param name="path">The value that was evaluated, as in <c>steps[2].params</c>.</param>
    /// <returns>The error; its detail is <c>file:line:column: path: message</c>, without the file where there is none.</returns>
    public static AelError In(ExecutionPlan plan, TemplateException e, string path)
    {
        var full = e.Path switch
        {
            "" => path,
            ['[', ..] => path + e.Path,
            _ => $"{path}.{e.Path}",
        };
        var (line, column) = plan.Places.Of(full, e.Offset);
        var file = plan.Definition.File is { } name ? Path.GetFileName(name) + ":" : "";
        return e.Error with { Detail = file + new Problem(e.Error.Code, full, line, column, e.Error.Message) };
    }
}
