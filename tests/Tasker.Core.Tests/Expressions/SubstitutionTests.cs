using Tasker.Core.Expressions;
using Tasker.Core.Templates;

namespace Tasker.Core.Tests.Expressions;

public sealed class SubstitutionTests
{
    private static string? Put(string field) => field switch
    {
        "a" => "1 + 2",
        "list-of" => "['x', 'y']",
        "path" => "steps.build-all.outputs['x y']",
        "text" => "'it'",
        _ => null,
    };

    private static Expression Parse(string text) => Expression.Parse(text, default).Value!;

    [Theory]
    [InlineData("inputs.a * 2", "(1 + 2) * 2", false)]
    [InlineData("inputs['a'] == inputs.a", "(1 + 2) == (1 + 2)", false)]
    [InlineData("x in inputs.list-of and not steps[inputs.a].ok", "x in (['x', 'y']) and not steps[(1 + 2)].ok", false)]
    [InlineData("[inputs.list-of.length, -inputs.a, 'inputs.a']", "[(['x', 'y']).length, -(1 + 2), 'inputs.a']", false)]
    [InlineData("inputs.path.length > 3 and inputs.text + 's' == inputs['path']",
        "steps.build-all.outputs['x y'].length > 3 and 'it' + 's' == steps.build-all.outputs['x y']", false)]
    [InlineData("inputs.other + steps.inputs.a", "inputs.other + steps.inputs.a", false)]
    [InlineData("inputs.length + inputs[steps.a.x]", "inputs.length + inputs[steps.a.x]", true)]
    public void Paths_with_the_root_are_replaced_and_nothing_else(string text, string expected, bool bare)
    {
        Assert.Equal(expected, Parse(text).Substitute("inputs", Put, out var found));
        Assert.Equal(bare, found);
        Assert.NotNull(Parse(expected));
    }

    [Fact]
    public void Template_keeps_its_texts_while_its_expressions_are_replaced()
    {
        var template = Template.Parse("a $${{ b }} ${{ inputs.a }}-${{x}}", default).Value!;

        Assert.Equal("a $${{ b }} ${{ (1 + 2) }}-${{ x }}", template.Rewrite(e => e.Substitute("inputs", Put, out _)));
    }
}
