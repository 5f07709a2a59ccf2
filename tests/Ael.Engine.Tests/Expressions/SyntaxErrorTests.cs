using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class SyntaxErrorTests
{
    [Theory]
    [InlineData("a {{ inputs.x", 2, "'{{' has no '}}'", "{{ \"{{\" }}")]
    [InlineData("{{", 0, "'{{' has no '}}'", "Close it")]
    [InlineData("x {{ 1 }} {{ 2 + ", 10, "'{{' has no '}}'", "Close it")]
    [InlineData("{{ a | round(", 0, "'{{' has no '}}'", "Close it")]
    [InlineData("{{ }}", 0, "empty", "between the braces")]
    [InlineData("{{}}", 0, "empty", "between the braces")]
    [InlineData("{{ a } b", 5, "'}' does not fit", "}}")]
    [InlineData("{{ a + }}", 7, "ends too early", "before '}}'")]
    [InlineData("{{ a. }}", 6, "ends too early", "before '}}'")]
    [InlineData("{{ a | }}", 7, "ends too early", "before '}}'")]
    [InlineData("{{ (a }}", 6, "ends too early", null)]
    [InlineData("{{ 'abc }}", 3, "no closing '", "Close it with '")]
    [InlineData("{{ \"abc' }}", 3, "no closing \"", "Close it with \"")]
    [InlineData(@"{{ 'a\d' }}", 5, "escape that does not exist", @"\\")]
    [InlineData(@"{{ 'a\u12' }}", 5, "escape that does not exist", @"\uXXXX")]
    [InlineData(@"{{ '\ud800' }}", 3, "half of a surrogate pair", "both")]
    [InlineData("{{ a 'b' }}", 5, "a string does not fit", "~")]
    [InlineData("{{ a b }}", 5, "'b' does not fit", "operator is missing")]
    [InlineData("{{ steps.a.output b.c }}", 18, "'b' does not fit", "operator")]
    [InlineData("{{ a && b }}", 5, "'&&'", "'and'")]
    [InlineData("{{ a || b }}", 6, "'|'", "'or'")]
    [InlineData("{{ !a }}", 3, "'!'", "'not'")]
    [InlineData("{{ a = 1 }}", 5, "'='", "==")]
    [InlineData("{{ a ? b : c }}", 5, "'?'", "if condition else")]
    [InlineData("{{ a is defined }}", 5, "'is'", "default(null)")]
    [InlineData("{{ a ** 2 }}", 6, "'*'", "code step")]
    [InlineData("{{ a // 2 }}", 6, "'/'", "| int")]
    [InlineData("{{ a.upper() }}", 10, "'('", "filter")]
    [InlineData("{{ range(3) }}", 8, "'('", "filter")]
    [InlineData("{{ a[1:2] }}", 6, "':'", "slice")]
    [InlineData("{{ a[:2] }}", 5, "':'", "slice")]
    [InlineData("{{ (a | first).b | c.d }}", 19, "no filter 'c'", "filters are")]
    [InlineData("{{ a | first.b }}", 12, "'.'", "parentheses")]
    [InlineData("{{ {{ a }} }}", 3, "'{{'", "inner braces")]
    [InlineData("{{ a == {{ b }} }}", 8, "'{{'", "inner braces")]
    [InlineData("{{ 007 }}", 3, "'007'", "begin with 0")]
    [InlineData("{{ .5 }}", 3, "'.'", null)]
    [InlineData("{{ 12abc }}", 5, "'abc'", "operator")]
    [InlineData("{{ `a` }}", 3, "'`'", "Quote")]
    [InlineData("{{ $a }}", 3, "'$'", "no '$'")]
    [InlineData("{{ größe }}", 5, "'ö'", "[\"like this\"]")]
    [InlineData("{{ 😀 }}", 3, "'😀'", null)]
    [InlineData("{{ {a: 1} }}", 4, "'a' needs quotes", "\"a\"")]
    [InlineData("{{ {1} }}", 5, "'}'", null)]
    [InlineData("{{ [1 2] }}", 6, "'2'", "operator")]
    [InlineData("{{ [,] }}", 4, "','", null)]
    [InlineData("{{ (1, 2) }}", 5, "','", null)]
    [InlineData("{{ a if b }}", 10, "ends too early", null)]
    [InlineData("{{ if a }}", 3, "'if'", "Statements")]
    [InlineData("{{ for x in y }}", 7, "'x'", null)]
    [InlineData("{{ a not b }}", 9, "'b'", null)]
    [InlineData("{{ and }}", 3, "'and'", null)]
    [InlineData("{{- a }}", 0, "'{{-' is not supported", "trim")]
    [InlineData("{{ a -}}", 5, "'-}}' is not supported", "trim")]
    [InlineData("x {% if a %}", 2, "statements are not supported", "if condition else")]
    [InlineData("{# note #}", 0, "statements are not supported", "YAML comment")]
    [InlineData("{{ a | uper }}", 7, "no filter 'uper'", "did you mean 'upper'")]
    [InlineData("{{ a | lenght > 1 }}", 7, "no filter 'lenght'", "'length'")]
    [InlineData("{{ a | selectattr('x') }}", 7, "no filter 'selectattr'", null)]
    [InlineData("{{ a | xyzzyplugh }}", 7, "no filter 'xyzzyplugh'", "filters are: default, first")]
    [InlineData("{{ a | default }}", 7, "'default' needs 'value'", "default(value, boolean?)")]
    [InlineData("{{ a | upper(1) }}", 7, "'upper' takes no argument, not 1", "Write upper")]
    [InlineData("{{ a | round(1, 'ceil', 3) }}", 7, "takes at most 2 arguments, not 3", "round(precision?, method?)")]
    [InlineData("{{ a | replace('x') }}", 7, "needs 'new'", "replace(old, new, count?)")]
    [InlineData("{{ a | sort(reversed=true) }}", 12, "no argument 'reversed'", "'reverse'")]
    [InlineData("{{ a | upper(x=1) }}", 13, "no argument 'x'", "takes no arguments")]
    [InlineData("{{ a | sort(true, reverse=true) }}", 7, "got 'reverse' twice", "sort(")]
    public void Parse_says_where_what_and_what_to_do(string template, int offset, string message, string? suggestion)
    {
        var e = Assert.Throws<TemplateSyntaxException>(() => Template.Parse(template));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(offset, e.Offset);
        if (suggestion is not null)
        {
            Assert.Contains(suggestion, e.Suggestion, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("  ", 2, "empty")]
    [InlineData("a ==", 4, "ends too early")]
    [InlineData("a == {{ b }}", 5, "'{{' does not fit")]
    [InlineData("{{ a }} > 0", 7, "text follows")]
    [InlineData("{{ a }} and {{ b }}", 7, "text follows")]
    [InlineData("a }}", 2, "'}'")]
    [InlineData("a > 'b", 4, "no closing '")]
    [InlineData("  {{ a", 2, "'{{' has no '}}'")]
    [InlineData("a | nope", 4, "no filter 'nope'")]
    public void ParseExpression_says_where_and_what(string text, int offset, string message)
    {
        var e = Assert.Throws<TemplateSyntaxException>(() => Template.ParseExpression(text));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(offset, e.Offset);
    }
}
