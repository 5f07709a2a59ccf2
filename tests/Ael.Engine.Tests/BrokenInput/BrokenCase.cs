using Ael.Engine.Tests.Workflows;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>
/// Something a user got wrong. <paramref name="Marked"/> is its text, with a § before the place that must be named where that has a line; <paramref name="Wrong"/>
/// replaced by <paramref name="Right"/> is what the suggestion leads to, and works.
/// </summary>
/// <param name="Kind">Who gets it; see <see cref="Kinds"/>.</param>
/// <param name="Name">Unique within the kind.</param>
/// <param name="Marked">The text.</param>
/// <param name="Code">Of the error catalogue; a number for an error of JSON-RPC.</param>
/// <param name="Path">Of the place, as in <c>steps[2].params.text</c> or <c>inputs.limit</c>.</param>
/// <param name="Message">A part of the message.</param>
/// <param name="Suggestion">A part of the suggestion.</param>
/// <param name="Wrong">A part of the text.</param>
/// <param name="Right">What the suggestion makes of it.</param>
public sealed record BrokenCase(
    string Kind, string Name, string Marked, string Code, string Path, string Message, string Suggestion, string Wrong, string Right)
{
    private const char Mark = '§';

    public string Text => Marked.Replace("§", "", StringComparison.Ordinal);

    public string Corrected => Text.Replace(Wrong, Right, StringComparison.Ordinal);

    /// <summary>The path and, where there is a mark, line and column in the document, which in an HTTP request begins after the empty line.</summary>
    public string Place
    {
        get
        {
            var document = Kind == Kinds.Request ? Marked[(Marked.IndexOf("\n\n", StringComparison.Ordinal) + 2)..] : Marked;
            var at = document.IndexOf(Mark, StringComparison.Ordinal);
            return at < 0 ? Path : $"{Path} {document[..at].Count(c => c == '\n') + 1}:{at - document.LastIndexOf('\n', at)}";
        }
    }

    public static BrokenCase Of(BrokenWorkflow w) => new(Kinds.Workflow, w.Name, w.Marked, w.Code, w.Path, w.Message, w.Suggestion, w.Wrong, w.Right);

    public override string ToString() => $"{Kind}: {Name}";
}

/// <summary>Values of <see cref="BrokenCase.Kind"/>.</summary>
public static class Kinds
{
    /// <summary>A workflow file.</summary>
    public const string Workflow = "workflow";

    /// <summary>A workflow file whose templates fail when it runs.</summary>
    public const string Template = "template";

    /// <summary>Inputs of a run: a JSON file, or <c>--input</c> options, one a line.</summary>
    public const string Input = "input";

    /// <summary>A configuration file, or one environment variable as <c>NAME=value</c>.</summary>
    public const string Configuration = "configuration";

    /// <summary>An HTTP request: method and path, headers, an empty line, body.</summary>
    public const string Request = "request";

    /// <summary>A tool call by the MCP client: <c>name {arguments}</c>.</summary>
    public const string Call = "mcp call";

    /// <summary>A message posted to /mcp as it is.</summary>
    public const string Message = "mcp message";
}
