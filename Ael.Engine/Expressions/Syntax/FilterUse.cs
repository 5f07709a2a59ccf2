using Ael.Engine.Errors;
using Ael.Engine.Expressions.Filters;
using Ael.Engine.Expressions.Nodes;

namespace Ael.Engine.Expressions.Syntax;

/// <summary><c>value</c> or <c>name=value</c> within a filter's parentheses.</summary>
internal sealed record FilterArgument(string? Name, int Offset, Node Value);

/// <summary><c>| name(arguments)</c> as parsed, before it is known what it stands behind.</summary>
internal sealed record FilterUse(string Name, int Offset, IReadOnlyList<FilterArgument> Arguments)
{
    /// <summary>The filter applied to what stands before it, its arguments in the places of its parameters.</summary>
    /// <exception cref="TemplateSyntaxException">There is no such filter, or it does not take these arguments.</exception>
    public Node Bind(Node subject)
    {
        var filter = FilterCatalogue.Find(Name) ?? throw Unknown();
        var values = new Node?[filter.Parameters.Count];
        for (var i = 0; i < Arguments.Count; i++)
        {
            var argument = Arguments[i];
            var place = argument.Name is null ? i : Named(filter, argument);
            if (place >= values.Length)
            {
                throw Wrong(filter, $"takes {Number(values.Length)}, not {Arguments.Count}");
            }

            if (values[place] is not null)
            {
                throw Wrong(filter, $"got '{filter.Parameters[place]}' twice");
            }

            values[place] = argument.Value;
        }

        for (var i = 0; i < filter.Required; i++)
        {
            if (values[i] is null)
            {
                throw Wrong(filter, $"needs '{filter.Parameters[i]}'");
            }
        }

        return filter == FilterCatalogue.Default
            ? new DefaultNode(subject, values[0]!, values[1])
            : new FilterNode(subject, filter, values);
    }

    private static string Number(int count) => count switch
    {
        0 => "no argument",
        1 => "at most 1 argument",
        _ => $"at most {count} arguments",
    };

    private static int Named(Filter filter, FilterArgument argument)
    {
        for (var i = 0; i < filter.Parameters.Count; i++)
        {
            if (filter.Parameters[i] == argument.Name)
            {
                return i;
            }
        }

        throw new TemplateSyntaxException(
            $"the filter '{filter.Name}' has no argument '{argument.Name}'",
            argument.Offset,
            DidYouMean.Suggest(argument.Name!, filter.Parameters) ?? $"'{filter.Name}' takes no arguments.");
    }

    private TemplateSyntaxException Unknown()
    {
        var near = DidYouMean.Near(Name, FilterCatalogue.Names);
        return new TemplateSyntaxException(
            $"there is no filter '{Name}'",
            Offset,
            near.Count > 0
                ? DidYouMean.Suggest(Name, FilterCatalogue.Names)
                : $"filters are: {string.Join(", ", FilterCatalogue.Names)}");
    }

    private TemplateSyntaxException Wrong(Filter filter, string what) =>
        new($"the filter '{Name}' {what}", Offset, $"Write {filter.Signature}; a question mark means it may be left out.");
}
