using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Expressions;

public sealed class ExpressionParseTests
{
    [Theory]
    [InlineData("", "1:1", "TSK1001", "The expression is empty.")]
    [InlineData("  ", "1:1", "TSK1001", "The expression is empty.")]
    [InlineData("contains(a, 'b')", "1:1", "TSK1006", "'contains(' is a call. Expressions have no calls. Write a contains b.")]
    [InlineData("1 + length(a)", "1:5", "TSK1006", "'length(' is a call. Expressions have no calls. Write a.length.")]
    [InlineData("a.trim()", "1:3", "TSK1006", "'trim(' is a call. Expressions have no calls. Compute it in a step and read its output.")]
    [InlineData("always()", "1:1", "TSK1006", "Set 'always' on the step to run it after a failure.")]
    [InlineData("a = 1", "1:3", "TSK1005", "'=' is no operator. Did you mean '=='?")]
    [InlineData("a === 1", "1:3", "TSK1005", "'===' is no operator. Did you mean '=='?")]
    [InlineData("a <> 1", "1:3", "TSK1005", "Did you mean '!='?")]
    [InlineData("a & b", "1:3", "TSK1005", "Did you mean 'and'?")]
    [InlineData("a ?? b", "1:3", "TSK1005", "Did you mean 'or'?")]
    [InlineData("a AND b", "1:3", "TSK1005", "'AND' is no operator. Did you mean 'and'?")]
    [InlineData("a contians b", "1:3", "TSK1005", "'contians' is no operator. Did you mean 'contains'?")]
    [InlineData("a is b", "1:3", "TSK1005", "Did you mean '=='?")]
    [InlineData("a resembles b", "1:3", "TSK1005", "Operators are == != < <= > >= and or not in contains + - * / %.")]
    [InlineData("True", "1:1", "TSK1004", "'True' is no name. Words of the language are written in small letters. Write 'true'.")]
    [InlineData("1 +", "1:4", "TSK1004", "The expression ends where a value is expected.")]
    [InlineData("1 + * 2", "1:5", "TSK1004", "'*' stands where a value is expected.")]
    [InlineData("a == not b", "1:6", "TSK1004", "Put it in parentheses")]
    [InlineData("a not in b", "1:3", "TSK1004", "Write not (a in b)")]
    [InlineData("1 < 2 < 3", "1:7", "TSK1004", "Write a < b and b < c, or parentheses.")]
    [InlineData("(1 + 2", "1:1", "TSK1004", "The '(' that stands here is never closed. Write ')' where it ends.")]
    [InlineData("a[1", "1:2", "TSK1004", "The '[' that stands here is never closed.")]
    [InlineData("1)", "1:2", "TSK1004", "')' follows a value without an operator.")]
    [InlineData("1 'a'", "1:3", "TSK1004", "''a'' follows a value without an operator.")]
    [InlineData("a. b", "1:2", "TSK1004", "A dot is followed by no name.")]
    [InlineData("'abc", "1:1", "TSK1003", "The text that begins here has no end. Write ' where it ends.")]
    [InlineData("'a\\q'", "1:3", "TSK1003", "'\\q' is no escape.")]
    [InlineData("'a\\", "1:3", "TSK1003", "'\\' is no escape.")]
    [InlineData("10s", "1:1", "TSK1003", "'10s' is no number.")]
    [InlineData("1e999", "1:1", "TSK1003", "The number is too large.")]
    [InlineData("a @ b", "1:3", "TSK1003", "'@' means nothing here.")]
    [InlineData("{}", "1:1", "TSK1003", "'{' means nothing here.")]
    [InlineData("a \u0007", "1:3", "TSK1003", "U+0007 means nothing here.")]
    [InlineData("a and\n  (b = 1)", "2:6", "TSK1005", "Did you mean '=='?")]
    public void What_cannot_be_read_is_told_with_its_place(string text, string place, string code, string message)
    {
        var parsed = Expression.Parse(text, new Place("f", 1, 1));

        Assert.Null(parsed.Value);
        var found = Assert.Single(parsed.Diagnostics);
        Assert.StartsWith($"f:{place}: error {code}: ", found.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_counts_from_where_the_text_begins()
    {
        Assert.Equal(new Place("f", 7, 24), Only("a + #", new Place("f", 7, 20)).Where);
        Assert.Equal(new Place("f", 8, 20), Only("a +\n#", new Place("f", 7, 20)).Where);
        Assert.Equal(new Place("f", 8), Only("a +\n#", new Place("f", 7)).Where);
        Assert.Equal(new Place("f"), Only("a +\n#", new Place("f")).Where);

        static Diagnostic Only(string text, Place where) => Assert.Single(Expression.Parse(text, where).Diagnostics);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_has_a_limit(int depth, bool allowed)
    {
        string[] deep =
        [
            new string('(', depth) + "1" + new string(')', depth),
            new string('[', depth) + "1" + new string(']', depth),
            string.Concat(Enumerable.Repeat("not ", depth)) + "1",
            string.Concat(Enumerable.Repeat("- ", depth)) + "1",
            string.Concat(Enumerable.Repeat("a[", depth)) + "1" + new string(']', depth),
        ];

        Assert.All(deep, text => Assert.Equal(allowed, Expression.Parse(text, default).IsUsable));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void The_number_of_parts_has_a_limit(int ones, bool allowed) =>
        Assert.Equal(allowed, Expression.Parse(string.Join("+", Enumerable.Repeat("1", ones)), default).IsUsable);

    [Fact]
    public void The_length_has_a_limit()
    {
        Assert.True(Expression.Parse("1".PadRight(Expression.MaxLength), default).IsUsable);
        Assert.Equal("TSK1002", Assert.Single(Expression.Parse("1".PadRight(Expression.MaxLength + 1), default).Diagnostics).Code);
    }

    [Fact]
    public void The_paths_of_an_expression_are_told()
    {
        var expression =
            Expression.Parse("steps.a-b.outputs.x == steps['c/d'] and inputs[steps.e] and item + (steps)", new Place("f", 1, 1)).Value!;

        Assert.Equal(
            [("steps", "a-b", 1), ("steps", "c/d", 24), ("inputs", null, 41), ("steps", "e", 48), ("item", null, 61), ("steps", null, 69)],
            expression.References.Select(r => (r.Root, r.Field, r.Where.Column)).Distinct());
        Assert.Equal(["steps", "inputs", "item"], expression.RootNames);
    }

    [Fact]
    public void A_literal_is_known_to_be_one()
    {
        Assert.Equal(Value.True, Expression.Parse("true", default).Value!.Constant);
        Assert.Null(Expression.Parse("not true", default).Value!.Constant);
    }
}
