using YamlDotNet.Core;

namespace Ael.Engine.Yaml;

/// <summary>Says what a YAML author did when the parser gave up, in words that lead to the correction.</summary>
internal static class YamlSyntax
{
    public static YamlProblem Explain(YamlException? error, string source, (char Bracket, Mark Start)? open, Mark? position = null)
    {
        var message = error?.Message ?? "";
        var at = error?.Start ?? position ?? Mark.Empty;
        if (message.Contains("tab", StringComparison.Ordinal) || error is null or { Start.Index: 0 })
        {
            if (LeadingTab(source) is { } tab)
            {
                return new(tab.Line, tab.Column, "a tab indents this line", "indent with spaces");
            }
        }

        if (message.Contains("end of stream", StringComparison.Ordinal) && message.Contains("quoted", StringComparison.Ordinal))
        {
            return new((int)at.Line, (int)at.Column, "the quote that opens here is never closed", "close it, or double a quote that belongs to the text");
        }

        if (open is { } bracket && (error is null || message.Contains("flow", StringComparison.Ordinal)))
        {
            return new((int)bracket.Start.Line, (int)bracket.Start.Column,
                $"the '{bracket.Bracket}' that opens here is not closed, or a comma is missing after it", $"close it with '{(bracket.Bracket == '[' ? ']' : '}')}'");
        }

        return new((int)at.Line, (int)at.Column, $"this is not YAML: {Lower(message)}", Advice(message, source, at));
    }

    private static string? Advice(string message, string source, Mark at) => message switch
    {
        _ when message.Contains("invalid mapping", StringComparison.Ordinal) || message.Contains("mapping values", StringComparison.Ordinal) =>
            "check the indentation; quote a value that contains ': '",
        _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
            $"quote a value that starts with '{(at.Index < source.Length ? source[(int)at.Index] : '%')}'",
        _ when message.Contains("expected key", StringComparison.Ordinal) =>
            "quote the whole value when only its beginning is in quotes, and check the indentation",
        _ => "check quotes, brackets and indentation at and above this line",
    };

    private static (int Line, int Column)? LeadingTab(string source)
    {
        var line = 0;
        foreach (var text in source.AsSpan().EnumerateLines())
        {
            line++;
            var indent = text.IndexOfAnyExcept(' ', '\t');
            var tab = text[..Math.Max(indent, 0)].IndexOf('\t');
            if (tab >= 0)
            {
                return (line, tab + 1);
            }
        }

        return null;
    }

    private static string Lower(string message) =>
        message.Length == 0 ? "it cannot be read from here on" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}

internal sealed record YamlProblem(int Line, int Column, string Message, string? Suggestion);
