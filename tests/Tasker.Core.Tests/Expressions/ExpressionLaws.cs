using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Expressions;

public sealed class ExpressionLaws
{
    private static readonly string[] Pieces =
    [
        "inputs", "steps", ".", "a", "a-b", "'t'", "\"", "'", "\\", "1", "2.5", "0", "(", ")", "[", "]", ",", " ", "+", "-", "*", "/", "%",
        "==", "!=", "<", "<=", ">", ">=", "=", "!", "&&", "||", " and ", " or ", " not ", " in ", " contains ", ".length", ".number",
        "true", "null", "\n", "é", "\ud83d", "#", "{", "}}",
    ];

    private static readonly MapScope Scope = new("""{ "inputs": { "a": [1, "x"], "a-b": "7" }, "steps": null, "a": 3 }""");

    [Fact]
    public void Any_text_is_evaluated_or_refused_with_a_place_inside_it()
    {
        var text = Gen.OneOf(
            Gen.Elements(Pieces).ArrayOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Where(t => t is not null));
        Prop.ForAll(text.ToArbitrary(), any =>
        {
            var parsed = Expression.Parse(any, new Place("f", 1, 1));
            if (parsed.Value is null)
            {
                var found = parsed.Diagnostics.Single();
                return found.Where.Line >= 1 && found.Where.Line <= any.Count(c => c == '\n') + 1 && found.What.Length > 0
                    && found.Fix.Length > 0;
            }

            var result = parsed.Value.Evaluate(Scope);
            return result.IsValue != (result.Problem is not null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Arithmetic_is_that_of_double()
    {
        var trees = Gen.Sized(size => Sum(Math.Min(size, 12)));
        Prop.ForAll(trees.ToArbitrary(), tree =>
        {
            var result = Expression.Parse(tree.Text, default).Value!.Evaluate(Scope);
            return double.IsFinite(tree.Amount)
                ? result.Value!.Equals(Value.Of(tree.Amount))
                : result.Problem!.Contains("zero", StringComparison.Ordinal)
                    || result.Problem.Contains("too large", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void What_is_printed_with_all_its_parentheses_is_read_as_the_same()
    {
        var text = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);
        var trees = Gen.Sized(size => Sum(Math.Min(size, 12))).Select(t => t.Text);
        Prop.ForAll(Gen.OneOf(text, trees, Gen.Elements(Samples)).ToArbitrary(), any =>
        {
            if (ExpressionParser.Parse(any).Root is not { } root)
            {
                return true;
            }

            var printed = Print(root);
            return Print(ExpressionParser.Parse(printed).Root!) == printed;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("a or b and not c == d + e * -f", "(a or (b and (not (c == (d + (e * (- f)))))))")]
    [InlineData("a + b - c", "((a + b) - c)")]
    [InlineData("!a == b", "((not a) == b)")]
    [InlineData("-a.b[1].c-d", "(- (((a)['b'])[1])['c-d'])")]
    [InlineData("a.b - c", "((a)['b'] - c)")]
    [InlineData("a-b", "(a - b)")]
    public void Operators_bind_as_the_guide_says(string text, string printed) =>
        Assert.Equal(printed, Print(ExpressionParser.Parse(text).Root!));

    private static readonly string[] Samples =
    [
        "steps.a.outputs.n.number >= 3 and not (inputs.a contains 'x' or inputs['b'] in [1, 'two', null])",
        "-1 - -2 * (3 - 4) % 5 != inputs.x[0].y-z",
        "'quote \\' back \\\\ line \\n'",
    ];

    private static Gen<(string Text, double Amount)> Sum(int size)
    {
        var number = Gen.Choose(0, 1000).Select(n => n / 8.0).Select(n => (n.ToString("R", CultureInfo.InvariantCulture), n));
        return size <= 0 ? number : Gen.OneOf(
            number,
            Sum(size - 1).Select(inner => ($"-({inner.Text})", -inner.Amount)),
            from left in Sum(size / 2)
            from op in Gen.Elements('+', '-', '*', '/', '%')
            from right in Sum(size / 2)
            select ($"({left.Text}) {op} ({right.Text})", Apply(op, left.Amount, right.Amount)));
    }

    /// <summary>An infinite or undefined part makes the whole so, as in an expression, where it ends the evaluation.</summary>
    private static double Apply(char op, double x, double y) => (double.IsFinite(x) && double.IsFinite(y), op) switch
    {
        (false, _) => double.NaN,
        (_, '+') => x + y,
        (_, '-') => x - y,
        (_, '*') => x * y,
        (_, '/') => x / y,
        _ => x % y,
    };

    private static string Print(ExpressionNode node) => node switch
    {
        ExpressionNode.Literal { Value: Value.Text t } => Quoted(t.Content),
        ExpressionNode.Literal l => ValueJson.Write(l.Value),
        ExpressionNode.Name n => n.Text,
        ExpressionNode.Field f => $"({Print(f.Of)})[{Quoted(f.Key)}]",
        ExpressionNode.Index i => $"({Print(i.Of)})[{Print(i.At)}]",
        ExpressionNode.Items i => $"[{string.Join(", ", i.Parts.Select(Print).ToImmutableArray())}]",
        ExpressionNode.Unary { Operator: Operator.Not } u => $"(not {Print(u.Operand)})",
        ExpressionNode.Unary u => $"(- {Print(u.Operand)})",
        ExpressionNode.Binary b => $"({Print(b.Left)} {Symbol(b.Operator)} {Print(b.Right)})",
        _ => throw new System.Diagnostics.UnreachableException(node.GetType().Name),
    };

    private static string Quoted(string text) =>
        "'" + string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c.ToString() : $"\\u{(int)c:x4}")) + "'";

    private static string Symbol(Operator op) => op switch
    {
        Operator.Or => "or",
        Operator.And => "and",
        Operator.Equal => "==",
        Operator.NotEqual => "!=",
        Operator.Less => "<",
        Operator.LessOrEqual => "<=",
        Operator.Greater => ">",
        Operator.GreaterOrEqual => ">=",
        Operator.In => "in",
        Operator.Contains => "contains",
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Multiply => "*",
        Operator.Divide => "/",
        _ => "%",
    };
}
