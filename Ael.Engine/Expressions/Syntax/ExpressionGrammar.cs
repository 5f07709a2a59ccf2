using Ael.Engine.Expressions.Nodes;
using Ael.Engine.Expressions.Values;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace Ael.Engine.Expressions.Syntax;

/// <summary>
/// The grammar of an expression, with Jinja's precedence. From the loosest: <c>if else</c>, <c>or</c>, <c>and</c>, <c>not</c>, comparisons
/// and <c>in</c>, <c>+ -</c>, <c>~</c>, <c>* / %</c>, filters, the sign, paths. Every choice is decided by its first token, so parsing is linear.
/// </summary>
internal static class ExpressionGrammar
{
    /// <summary>An expression with the braces that close it.</summary>
    public static readonly Parser<Node> Braced;

    /// <summary>An expression and nothing behind it.</summary>
    public static readonly Parser<Node> Bare;

    static ExpressionGrammar()
    {
        var expression = Deferred<Node>();
        expression.Parser = Conditional(Logic(Comparisons(Operators(Filtered(Signed(Path(expression)), expression)))), expression);
        Braced = expression.AndSkip(Terms.Text("}}"));
        Bare = expression.AndSkip(SkipWhiteSpace(Literals.Text("")).Eof());
    }

    private static Parser<Node> Primary(Parser<Node> expression)
    {
        var text = Terms.String().Then<Node>(static (context, start, _, span) => new LiteralNode(Value.Of(LiteralText.Checked(span, start))));
        var number = Tokens.Number.Then<Node>(static span => LiteralNode.Number(span.ToString()));
        var name = Tokens.FreeName.Then<Node>(static span => LiteralText.Constant(span.ToString()) is { } constant
            ? new LiteralNode(constant)
            : new RootNode(span.ToString(), span.Offset));
        var step = Terms.Identifier(Tokens.NameStart, Tokens.NamePart).When(static (_, span) => span.Equals("steps"))
            .AndSkip(Terms.Char('.')).And(Tokens.StepId)
            .Then(static pair => AccessNode.Of(
                new RootNode("steps", pair.Item1.Offset), [Segment.Dotted(pair.Item2.ToString())]));
        var list = Between(Terms.Char('['), Many(expression), Terms.Char(']')).Then<Node>(static items => new ListNode(items));
        var member = expression.AndSkip(Terms.Char(':')).And(expression)
            .Then(static (context, start, _, pair) => LiteralText.Member(pair.Item1, pair.Item2));
        // No key can be a map, so a second brace is not one but the template's own, doubled.
        var brace = Terms.Char('{').WhenNotFollowedBy(Literals.Char('{'));
        var map = Between(brace, Many(member), Terms.Char('}')).Then<Node>(static members => new MapNode(members));
        var group = Between(Terms.Char('('), expression, Terms.Char(')'));
        return OneOf(text, number, step, name, list, map, group);
    }

    private static Parser<Node> Path(Parser<Node> expression)
    {
        var dotted = Terms.Char('.').SkipAnd(Tokens.Name.Or(Tokens.Position)).Then(static span => Segment.Dotted(span.ToString()));
        var bracketed = Between(Terms.Char('['), expression, Terms.Char(']')).Then(Segment.Bracketed);
        return Primary(expression).And(ZeroOrMany(dotted.Or(bracketed)))
            .Then(static pair => AccessNode.Of(pair.Item1, pair.Item2));
    }

    private static Parser<Node> Signed(Parser<Node> operand) => Parsers.Unary(
        operand,
        (Terms.Char('-'), NegateNode.Of),
        (Terms.Char('+'), static (Node value) => value));

    private static Parser<Node> Filtered(Parser<Node> operand, Parser<Node> expression)
    {
        var keyword = Tokens.Name.AndSkip(Terms.Char('=').WhenNotFollowedBy(Literals.Char('=')));
        var argument = ZeroOrOne(keyword).And(expression).Then(static pair => pair.Item1.Count == 0
            ? new FilterArgument(null, 0, pair.Item2)
            : new FilterArgument(pair.Item1[0].ToString(), pair.Item1[0].Offset, pair.Item2));
        var arguments = Between(Terms.Char('('), Many(argument), Terms.Char(')'));
        var filter = Terms.Char('|').SkipAnd(Tokens.Name).And(ZeroOrOne(arguments))
            .Then(static pair => new FilterUse(pair.Item1.ToString(), pair.Item1.Offset, pair.Item2.Count == 0 ? [] : pair.Item2[0]));
        return operand.And(ZeroOrMany(filter))
            .Then(static pair => pair.Item2.Aggregate(pair.Item1, static (subject, use) => use.Bind(subject)));
    }

    private static Parser<Node> Operators(Parser<Node> operand)
    {
        var product = Binary(operand, '*', '/', '%');
        var text = Parsers.LeftAssociative(product, (Terms.Char('~'), static (a, b) => new ConcatNode(a, b)));
        return Binary(text, '+', '-');
    }

    private static Parser<Node> Binary(Parser<Node> operand, params ReadOnlySpan<char> symbols)
    {
        var choices = new Parser<char>[symbols.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            choices[i] = Terms.Char(symbols[i]);
        }

        return Parsers.LeftAssociative(operand, choices, static (Node a, Node b, char symbol) => new BinaryNode(symbol, a, b));
    }

    private static Parser<Node> Comparisons(Parser<Node> operand)
    {
        var comparison = OneOf(
            Terms.Text("==").Then(Comparison.Equal),
            Terms.Text("!=").Then(Comparison.NotEqual),
            Terms.Text("<=").Then(Comparison.LessOrEqual),
            Terms.Text(">=").Then(Comparison.GreaterOrEqual),
            Terms.Char('<').Then(Comparison.Less),
            Terms.Char('>').Then(Comparison.Greater),
            Tokens.Word("in").Then(Comparison.In),
            Tokens.Word("not").And(Tokens.Word("in")).Then(Comparison.NotIn));
        return operand.And(ZeroOrMany(comparison.And(operand)))
            .Then(static pair => pair.Item2.Count == 0
                ? pair.Item1
                : new CompareNode(pair.Item1, [.. pair.Item2.Select(static p => (p.Item1, p.Item2))]));
    }

    private static Parser<Node> Logic(Parser<Node> operand)
    {
        var not = Parsers.Unary(operand, (Tokens.Word("not"), static (Node value) => new NotNode(value)));
        var and = Parsers.LeftAssociative(not, (Tokens.Word("and"), static (a, b) => new LogicNode(a, b, isAnd: true)));
        return Parsers.LeftAssociative(and, (Tokens.Word("or"), static (a, b) => new LogicNode(a, b, isAnd: false)));
    }

    private static Parser<Node> Conditional(Parser<Node> operand, Parser<Node> expression)
    {
        var choice = Tokens.Word("if").SkipAnd(operand).AndSkip(Tokens.Word("else")).And(expression);
        return operand.And(ZeroOrOne(choice)).Then(static pair => pair.Item2.Count == 0
            ? pair.Item1
            : new ConditionalNode(pair.Item1, pair.Item2[0].Item1, pair.Item2[0].Item2));
    }

    // Any number, a comma behind the last one too.
    private static Parser<IReadOnlyList<T>> Many<T>(Parser<T> item) =>
        ZeroOrOne(Separated(Terms.Char(','), item, false, false, true)).Then(static lists => lists.Count == 0 ? [] : lists[0]);
}
