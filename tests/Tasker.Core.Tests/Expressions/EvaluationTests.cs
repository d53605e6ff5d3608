using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Expressions;

public sealed class EvaluationTests
{
    private static readonly MapScope Scope = new("""
        {
          "inputs": { "n": 3, "text": "abc", "list": [1, "two", [3]], "map": { "a": 1, "number": 7 }, "none": null, "age": "42", "a-b": 9,
                      "emoji": "a😀", "length": 5, "b": 2, "empty": [] },
          "steps": { "build-all": { "outputs": { "path": "out/x", "count": "12\n" } }, "3": { "status": "ok" }, "g/one": 1 },
          "item": "pear"
        }
        """);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.5e2", "150")]
    [InlineData("'it\\'s \"so\"'", "\"it's \\\"so\\\"\"")]
    [InlineData("\"a\\n\\t\\u0041\\\\\"", "\"a\\n\\tA\\\\\"")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("[]", "[]")]
    [InlineData("[1, 'a', [true], ]", "[1,\"a\",[true]]")]
    [InlineData("inputs.n", "3")]
    [InlineData("inputs['text']", "\"abc\"")]
    [InlineData("inputs.list[1]", "\"two\"")]
    [InlineData("inputs.list[2][0]", "3")]
    [InlineData("inputs.list[9]", "null")]
    [InlineData("inputs.list[-1]", "null")]
    [InlineData("inputs.unknown", "null")]
    [InlineData("inputs.unknown.deeper['still'][0]", "null")]
    [InlineData("steps.build-all.outputs.path", "\"out/x\"")]
    [InlineData("steps.3.status", "\"ok\"")]
    [InlineData("steps['g/one']", "1")]
    [InlineData("inputs.a-b", "9")]
    [InlineData("inputs.n - inputs.b", "1")]
    [InlineData("inputs.n -inputs.b", "1")]
    [InlineData("item.length", "4")]
    [InlineData("inputs.emoji.length", "2")]
    [InlineData("inputs.list.length", "3")]
    [InlineData("inputs.map.length", "2")]
    [InlineData("inputs.length", "5")]
    [InlineData("inputs.none.length", "null")]
    [InlineData("inputs.age.number", "42")]
    [InlineData("inputs.map.number", "7")]
    [InlineData("steps.build-all.outputs.count.number < 13", "true")]
    [InlineData("inputs.n.number", "3")]
    public void A_value_is_found(string text, string json) => AssertValue(json, text);

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 % 4", "3")]
    [InlineData("-7 % 4", "-3")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("-(-2)", "2")]
    [InlineData("2 - -2", "4")]
    [InlineData("'a' + 'b' + 'c'", "\"abc\"")]
    public void Numbers_are_calculated_and_texts_joined(string text, string json) => AssertValue(json, text);

    [Theory]
    [InlineData("1 == 1.0", true)]
    [InlineData("1 == '1'", false)]
    [InlineData("1 != '1'", true)]
    [InlineData("null == inputs.unknown", true)]
    [InlineData("false == null", false)]
    [InlineData("[1, [2]] == [1, [2]]", true)]
    [InlineData("inputs.list == [1, 'two', [3]]", true)]
    [InlineData("2 < 10", true)]
    [InlineData("'2' < '10'", false)]
    [InlineData("'a' <= 'a'", true)]
    [InlineData("3 >= 4", false)]
    [InlineData("'B' < 'a'", true)]
    public void Comparison_is_strict_about_types(string text, bool expected) => AssertValue(expected ? "true" : "false", text);

    [Theory]
    [InlineData("'abc' contains 'b'", true)]
    [InlineData("'abc' contains 'B'", false)]
    [InlineData("inputs.list contains 'two'", true)]
    [InlineData("inputs.list contains 2", false)]
    [InlineData("inputs.map contains 'a'", true)]
    [InlineData("inputs.none contains 'a'", false)]
    [InlineData("item in ['apple', 'pear']", true)]
    [InlineData("'x' in inputs.unknown", false)]
    [InlineData("not ('x' in ['x'])", false)]
    [InlineData("not 'x' in ['y']", true)]
    public void A_part_is_sought_in_a_whole(string text, bool expected) => AssertValue(expected ? "true" : "false", text);

    [Theory]
    [InlineData("not null", true)]
    [InlineData("not false", true)]
    [InlineData("not 0", true)]
    [InlineData("not ''", true)]
    [InlineData("not []", true)]
    [InlineData("not inputs.empty", true)]
    [InlineData("not '0'", false)]
    [InlineData("not 'false'", false)]
    [InlineData("not [0]", false)]
    [InlineData("not inputs.map", false)]
    [InlineData("!inputs.none == true", true)]
    [InlineData("not inputs.none == true", true)]
    [InlineData("not 1 == 2", true)]
    [InlineData("!!1", true)]
    public void Only_nothing_false_zero_and_the_empty_count_as_false(string text, bool expected) =>
        AssertValue(expected ? "true" : "false", text);

    [Theory]
    [InlineData("true or 1 / 0", "true")]
    [InlineData("false and 1 / 0", "false")]
    [InlineData("inputs.unknown or 'default'", "\"default\"")]
    [InlineData("inputs.text || 'default'", "\"abc\"")]
    [InlineData("inputs.n and 'set'", "\"set\"")]
    [InlineData("1 && 0 || 2", "2")]
    [InlineData("true or false and false", "true")]
    public void The_second_side_of_and_or_is_only_looked_at_when_it_matters(string text, string json) => AssertValue(json, text);

    [Theory]
    [InlineData("1 < inputs.age",
        "'1 < inputs.age' compares a number with a text; both must be numbers, or both texts; write .number after the text")]
    [InlineData("null < 1", "'null < 1' compares null with a number; both must be numbers, or both texts")]
    [InlineData("1 + 'a'", "'1 + 'a'' calculates with a number and a text; both must be numbers, or both texts")]
    [InlineData("2 * [1]", "'2 * [1]' calculates with a number and a list; both must be numbers")]
    [InlineData("1 / (inputs.n - 3)", "'1 / (inputs.n - 3)' divides by zero")]
    [InlineData("1 % 0", "'1 % 0' divides by zero")]
    [InlineData("1e308 * 10", "'1e308 * 10' makes a number that is too large")]
    [InlineData("-'a'", "'-'a'' turns the sign of a text; only numbers have one")]
    [InlineData("nobody.x", "'nobody' begins with 'nobody', which is no name that is known here")]
    [InlineData("inputs.text.size", "'inputs.text.size' looks for 'size' in a text, which has no such field")]
    [InlineData("inputs.text.number", "'inputs.text.number' needs a text that reads as a number")]
    [InlineData("inputs.n.x", "'inputs.n.x' looks for 'x' in a number, which has no such field")]
    [InlineData("inputs.list[0.5]", "'inputs.list[0.5]' counts with a fraction; items have whole numbers from 0")]
    [InlineData("inputs.list['a']", "'inputs.list['a']' looks for an item by a text; items have numbers from 0")]
    [InlineData("inputs.map[1]", "'inputs.map[1]' looks for a field by a number; fields have names")]
    [InlineData("inputs.n[1]", "'inputs.n[1]' looks into a number; only lists and maps have parts")]
    [InlineData("1 contains 1", "'1 contains 1' looks into a number; only texts, lists and maps contain something")]
    [InlineData("'a' contains 1", "'a' contains 1' looks for a number in a text; write a text")]
    [InlineData("true and (1 in inputs.map)", "'(1 in inputs.map)' looks for a number among the names of a map; write a text")]
    public void What_cannot_be_calculated_is_told_with_the_part_and_the_rule(string text, string expected)
    {
        var result = Parse(text).Evaluate(Scope);

        Assert.False(result.IsValue);
        Assert.Equal(expected.StartsWith("'a' contains", StringComparison.Ordinal) ? "'" + expected : expected, result.Problem);
    }

    [Fact]
    public void A_joined_text_has_a_limit()
    {
        var scope = new MapScope(("x", Value.Of(new string('x', Expression.MaxResultLength))));

        Assert.True(Parse("x + ''").Evaluate(scope).IsValue);
        Assert.Contains("makes more than 1048576 characters", Parse("x + 'y'").Evaluate(scope).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_is_put_together_has_a_limit_and_one_that_is_there_has_none()
    {
        var scope = new MapScope(("x", new Value.List([.. Enumerable.Repeat(Value.Of("0123456789"), 200_000)])));

        Assert.True(Parse("x").Evaluate(scope).IsValue);
        Assert.Contains("makes more than", Parse("[x]").Evaluate(scope).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_is_asked_for_alone_where_the_scope_can_do_that()
    {
        var scope = new OneStepScope();

        Assert.Equal(Value.Of("done"), Parse("steps.build").Evaluate(scope).Value);
        Assert.Equal(Value.Of("done"), Parse("steps['bu' + 'ild']").Evaluate(scope).Value);
        Assert.Equal(Value.None, Parse("steps.other").Evaluate(scope).Value);
    }

    [Fact]
    public void The_longest_chains_need_little_stack()
    {
        var chain = Parse(string.Join(" + ", Enumerable.Repeat("1", 1000)));
        var path = Parse("inputs" + string.Concat(Enumerable.Repeat(".a", 1999)));
        (Value? Sum, Value? Found) values = default;
        var small = new Thread(() => values = (chain.Evaluate(Scope).Value, path.Evaluate(Scope).Value), maxStackSize: 512 * 1024);
        small.Start();
        small.Join();

        Assert.Equal((Value.Of(1000), Value.None), values);
    }

    private static void AssertValue(string json, string text)
    {
        var result = Parse(text).Evaluate(Scope);

        Assert.Null(result.Problem);
        Assert.Equal(json, ValueJson.Write(result.Value!));
    }

    private static Expression Parse(string text)
    {
        var parsed = Expression.Parse(text, new Place("test"));
        Assert.True(parsed.IsUsable, string.Join('\n', parsed.Diagnostics));
        return parsed.Value;
    }

    private sealed class OneStepScope : IScope
    {
        public Value? Lookup(string name) => throw new InvalidOperationException("The whole of it is never needed.");

        public Value? LookupField(string name, string field) => field == "build" ? Value.Of("done") : Value.None;
    }
}
