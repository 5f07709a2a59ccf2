using System.Text.Json;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions;

/// <summary>A JSON document whose string values may be templates (<c>params</c>, <c>outputs</c>); keys are literal. Parsed once, immutable.</summary>
internal sealed class TemplateTree
{
    private readonly TreeNode? _root;

    // Of the last evaluation, for the next one.
    private OutputBuffer? _spare;

    private TemplateTree(JsonElement source, TreeNode? root)
    {
        Source = source;
        _root = root;
        var references = new List<(string Path, Reference Reference)>();
        root?.Collect(references);
        References = references;
    }

    /// <summary>As written, templates unevaluated.</summary>
    public JsonElement Source { get; }

    /// <summary>Every reference with the path of the string that holds it, as in <c>items[2].text</c>.</summary>
    public IReadOnlyList<(string Path, Reference Reference)> References { get; }

    /// <summary>Parses every string; problems are all collected, with the path of the string that holds each.</summary>
    /// <param name="source">The document.</param>
    /// <param name="onProblem">Is told of each text that is none.</param>
    /// <param name="parse">Parses a text, where that may have been done before.</param>
    public static TemplateTree Parse(JsonElement source, Action<string, TemplateSyntaxException> onProblem, Func<string, Template>? parse = null) =>
        new(source, new TreeReader(parse ?? Template.Parse, onProblem).Read(source, ""));

    /// <exception cref="TemplateException">TEMPLATE_ERROR, naming the place in the document.</exception>
    public JsonElement Evaluate(IScope scope, TemplateLimits limits)
    {
        switch (_root)
        {
            case null:
                return Source;
            case TemplateLeaf leaf:
                return leaf.Evaluate(scope, limits);
        }

        try
        {
            var buffer = Interlocked.Exchange(ref _spare, null) ?? new OutputBuffer();
            try
            {
                buffer.Begin(limits);
                _root.Write(buffer.Writer, scope, limits);
                return buffer.ToJson();
            }
            finally
            {
                buffer.Dispose();
                _spare = buffer;
            }
        }
        catch (EvaluationException e) // Of the whole, not of one string in it.
        {
            throw new TemplateException(e.ToError(), "", 0);
        }
    }
}
