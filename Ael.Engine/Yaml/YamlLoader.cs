using YamlDotNet.Core;

namespace Ael.Engine.Yaml;

/// <summary>
/// Reads one document into nodes that know their place. What makes YAML dangerous or surprising is refused with a problem: anchors and
/// aliases, tags, merge keys, several documents, duplicate or complex keys, numbers JSON cannot hold, size, depth.
/// </summary>
internal static class YamlLoader
{
    /// <summary>UTF-8 bytes of a document.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Nesting of lists and mappings.</summary>
    public const int MaxDepth = 32;

    /// <summary>The root, or null when the document is empty or so broken that nothing can be said about its contents.</summary>
    public static YamlNode? Load(string text, ProblemList problems)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problems.Add(new YamlScalar("$", 1, 1, "", ScalarKind.Null), "the file is larger than 1 MiB", "split it, or move data out of it");
            return null;
        }

        // A byte order mark is not content, but the scanner takes it for the first key's first letter.
        var source = text.StartsWith('\uFEFF') ? text[1..] : text;
        var builder = new YamlTreeBuilder(source, problems);
        try
        {
            return builder.Build();
        }
        catch (YamlException e)
        {
            Report(YamlSyntax.Explain(e, source, builder.OpenFlow), problems);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner's own checks give way on some unclosed brackets.
            Report(YamlSyntax.Explain(null, source, builder.OpenFlow, builder.Position), problems);
        }

        return null;
    }

    private static void Report(YamlProblem problem, ProblemList problems) =>
        problems.Add(new YamlScalar("$", problem.Line, problem.Column, "", ScalarKind.Null), problem.Message, problem.Suggestion);
}
