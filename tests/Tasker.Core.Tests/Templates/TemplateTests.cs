using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Templates;
using Tasker.Core.Tests.Expressions;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly MapScope Scope =
        new("""{ "v": "value", "n": 1.5, "list": [1, "a"], "none": null, "yes": true, "sly": "${{ v }}" }""");

    [Theory]
    [InlineData("", "")]
    [InlineData("plain $x ${y} {{ z }}", "plain $x ${y} {{ z }}")]
    [InlineData("${{ v }}", "value")]
    [InlineData("a ${{v}} b ${{ n }}", "a value b 1.5")]
    [InlineData("${{ list }}|${{ none }}|${{ yes }}", "[1,\"a\"]||true")]
    [InlineData("${{ '}}' + \"}}\" }}", "}}}}")]
    [InlineData("${{ 'it\\'s }}' }}.", "it's }}.")]
    [InlineData("$${{ v }}", "${{ v }}")]
    [InlineData("$$${{ v }}", "$${{ v }}")]
    [InlineData("$${{ ${{ v }} }}", "${{ value }}")]
    [InlineData("${{ sly }}", "${{ v }}")]
    [InlineData("${{ v }}}}", "value}}")]
    public void Values_stand_where_their_expressions_stood(string text, string expected)
    {
        var template = Template.Parse(text, new Place("f", 1, 1)).Value!;

        Assert.Equal(new TemplateResult(expected, null), template.Render(Scope));
    }

    [Theory]
    [InlineData("a b", true, 0)]
    [InlineData("$${{ v }}", true, 0)]
    [InlineData("${{ v }}", false, 1)]
    [InlineData("${{ v }}-${{ n }}", false, 2)]
    public void A_template_tells_its_expressions(string text, bool constant, int expressions)
    {
        var template = Template.Parse(text, default).Value!;

        Assert.Equal((constant, expressions), (template.IsConstant, template.Expressions.Count()));
    }

    [Theory]
    [InlineData("a ${{ v", "f:1:3: error TSK1010: The '${{' that stands here is never closed.")]
    [InlineData("a ${{ v = 1 }}", "f:1:9: error TSK1005: '=' is no operator.")]
    [InlineData("a\n${{ }}", "f:2:4: error TSK1001: The expression is empty.")]
    [InlineData("${{ 'v }} x", "f:1:5: error TSK1003: The text that begins here has no end.")]
    public void What_cannot_be_read_is_told_with_its_place(string text, string expected)
    {
        var parsed = Template.Parse(text, new Place("f", 1, 1));

        Assert.Null(parsed.Value);
        Assert.StartsWith(expected, Assert.Single(parsed.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_expression_is_told_at_once() =>
        Assert.Equal(
            ["f:1:5: error TSK1005", "f:1:23: error TSK1004"],
            Template.Parse("${{ = }} ${{ v }} ${{ ) }}", new Place("f", 1, 1)).Diagnostics.Select(
                d => d.ToString()[..(d.ToString().IndexOf("TSK", StringComparison.Ordinal) + 7)]));

    [Fact]
    public void A_problem_of_an_expression_is_that_of_the_template() =>
        Assert.Equal("'1 / 0' divides by zero", Template.Parse("a ${{ 1 / 0 }}", default).Value!.Render(Scope).Problem);

    [Fact]
    public void A_filled_in_text_has_a_limit()
    {
        var scope = new MapScope(("x", Value.Of(new string('x', Template.MaxResultLength / 2))));

        Assert.True(Template.Parse("${{ x }}${{ x }}", default).Value!.Render(scope).IsText);
        Assert.Contains(
            "hand it over as a file", Template.Parse("${{ x }}${{ x }}.", default).Value!.Render(scope).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_filled_in_or_refused()
    {
        var text = Gen.Elements("${{", "}}", "$", "{", "'", "\"", "\\", " ", "v", "n", "+", "\n", "x").ArrayOf().Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), any =>
        {
            var parsed = Template.Parse(any, new Place("f", 1, 1));
            return parsed.Value is { } template
                ? template.Render(Scope) is var result && result.IsText != (result.Problem is not null)
                : !parsed.Diagnostics.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Escaped_text_is_what_it_was()
    {
        var text = Gen.Elements("${{", "}}", "$", "{", " ", "v", "\n").ArrayOf().Select(string.Concat)
            .Where(t => !t.Contains("$${{", StringComparison.Ordinal));
        Prop.ForAll(text.ToArbitrary(), any =>
            Template.Parse(any.Replace("${{", "$${{", StringComparison.Ordinal), default).Value!.Render(Scope).Text == any)
            .QuickCheckThrowOnFailure();
    }
}
