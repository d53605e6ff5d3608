using System.Collections.Immutable;
using System.Diagnostics;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>Walks a parsed expression once. A null value means that there is a <see cref="Problem"/>.</summary>
/// <remarks>
/// Every part looks at its first operand first, so a long chain (<c>a + b + c …</c>) is climbed in a loop; recursion is as deep as
/// the nesting of the text, which the parser bounds.
/// </remarks>
internal sealed class Evaluator(string text, IScope scope)
{
    private readonly List<ExpressionNode> _climbed = [];

    public string? Problem { get; private set; }

    public Value? Evaluate(ExpressionNode node)
    {
        var bottom = _climbed.Count;
        while (FirstOperand(node) is { } operand)
        {
            _climbed.Add(node);
            node = operand;
        }

        var value = Start(node);
        while (_climbed.Count > bottom)
        {
            var above = _climbed[^1];
            _climbed.RemoveAt(_climbed.Count - 1);
            value = value is null ? null : Apply(above, value);
        }

        return value;
    }

    /// <summary>
    /// What is evaluated before the node itself; null for one that begins by itself. A field of a name does, because the scope may have it.
    /// </summary>
    private static ExpressionNode? FirstOperand(ExpressionNode node) => node switch
    {
        ExpressionNode.Field { Of: not ExpressionNode.Name } field => field.Of,
        ExpressionNode.Index { Of: not ExpressionNode.Name } index => index.Of,
        ExpressionNode.Unary unary => unary.Operand,
        ExpressionNode.Binary binary => binary.Left,
        _ => null,
    };

    private Value? Start(ExpressionNode node) => node switch
    {
        ExpressionNode.Literal literal => literal.Value,
        ExpressionNode.Name name => Lookup(name),
        ExpressionNode.Items items => List(items),
        ExpressionNode.Field { Of: ExpressionNode.Name root } field =>
            scope.LookupField(root.Text, field.Key) ?? (Lookup(root) is { } whole ? Field(field, whole) : null),
        ExpressionNode.Index { Of: ExpressionNode.Name root } index => IndexName(index, root),
        _ => throw new UnreachableException($"Evaluator cannot start with {node.GetType().Name}."),
    };

    private Value? Apply(ExpressionNode node, Value first) => node switch
    {
        ExpressionNode.Field field => Field(field, first),
        ExpressionNode.Index index => Evaluate(index.At) is { } at ? Index(index, first, at) : null,
        ExpressionNode.Unary unary => Unary(unary, first),
        ExpressionNode.Binary binary => Binary(binary, first),
        _ => throw new UnreachableException($"Evaluator cannot go on with {node.GetType().Name}."),
    };

    private Value? Lookup(ExpressionNode.Name name) =>
        scope.Lookup(name.Text) ?? Fail(name, $"begins with '{name.Text}', which is no name that is known here");

    private Value? Field(ExpressionNode.Field node, Value of) => (of, node.Key) switch
    {
        (Value.Null, _) => Value.None,
        (Value.Map map, _) when map.Fields.TryGetValue(node.Key, out var value) => value,
        (Value.Map map, "length") => Value.Of(map.Fields.Count),
        (Value.Map, _) => Value.None,
        (Value.List list, "length") => Value.Of(list.Items.Length),
        (Value.Text t, "length") => Value.Of(Texts.CountCharacters(t.Content)),
        (Value.Text t, "number") => Texts.ReadNumber(t.Content) is { } number
            ? Value.Of(number) : Fail(node, "needs a text that reads as a number"),
        (Value.Number number, "number") => number,
        (_, var key) => Fail(node, $"looks for '{SyntaxProblem.Clip(key)}' in {Kind(of)}, which has no such field"),
    };

    private Value? IndexName(ExpressionNode.Index node, ExpressionNode.Name root)
    {
        if (Evaluate(node.At) is not { } at)
        {
            return null;
        }

        var direct = at is Value.Text key ? scope.LookupField(root.Text, key.Content) : null;
        return direct ?? (Lookup(root) is { } whole ? Index(node, whole, at) : null);
    }

    private Value? Index(ExpressionNode.Index node, Value of, Value at) => (of, at) switch
    {
        (Value.Null, _) => Value.None,
        (Value.Map map, Value.Text t) => map[t.Content],
        (Value.List list, Value.Number { Amount: var n }) when n == Math.Floor(n) =>
            n >= 0 && n < list.Items.Length ? list.Items[(int)n] : Value.None,
        (Value.List, Value.Number) => Fail(node, "counts with a fraction; items have whole numbers from 0"),
        (Value.List, _) => Fail(node, $"looks for an item by {Kind(at)}; items have numbers from 0"),
        (Value.Map, _) => Fail(node, $"looks for a field by {Kind(at)}; fields have names"),
        _ => Fail(node, $"looks into {Kind(of)}; only lists and maps have parts"),
    };

    private Value.List? List(ExpressionNode.Items node)
    {
        var items = ImmutableArray.CreateBuilder<Value>(node.Parts.Length);
        foreach (var part in node.Parts)
        {
            if (Evaluate(part) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new Value.List(items.MoveToImmutable());
    }

    private Value? Unary(ExpressionNode.Unary node, Value operand) => (node.Operator, operand) switch
    {
        (Operator.Not, _) => Value.Of(!Truth.Of(operand)),
        (_, Value.Number number) => Value.Of(-number.Amount),
        _ => Fail(node, $"turns the sign of {Kind(operand)}; only numbers have one"),
    };

    private Value? Binary(ExpressionNode.Binary node, Value left)
    {
        if (node.Operator is Operator.And or Operator.Or)
        {
            return Truth.Of(left) == (node.Operator is Operator.Or) ? left : Evaluate(node.Right);
        }

        return Evaluate(node.Right) is not { } right ? null : node.Operator switch
        {
            Operator.Equal => Value.Of(left.Equals(right)),
            Operator.NotEqual => Value.Of(!left.Equals(right)),
            Operator.Contains => Contains(node, left, right),
            Operator.In => Contains(node, right, left),
            <= Operator.GreaterOrEqual => Compare(node, left, right),
            _ => Calculate(node, left, right),
        };
    }

    private Value? Contains(ExpressionNode.Binary node, Value whole, Value part) => (whole, part) switch
    {
        (Value.Null, _) => Value.False,
        (Value.List list, _) => Value.Of(list.Items.Contains(part)),
        (Value.Text t, Value.Text sought) => Value.Of(t.Content.Contains(sought.Content, StringComparison.Ordinal)),
        (Value.Map map, Value.Text key) => Value.Of(map.Fields.ContainsKey(key.Content)),
        (Value.Text, _) => Fail(node, $"looks for {Kind(part)} in a text; write a text"),
        (Value.Map, _) => Fail(node, $"looks for {Kind(part)} among the names of a map; write a text"),
        _ => Fail(node, $"looks into {Kind(whole)}; only texts, lists and maps contain something"),
    };

    private Value? Compare(ExpressionNode.Binary node, Value left, Value right)
    {
        int order;
        switch (left, right)
        {
            case (Value.Number a, Value.Number b):
                order = a.Amount.CompareTo(b.Amount);
                break;
            case (Value.Text a, Value.Text b):
                order = string.CompareOrdinal(a.Content, b.Content);
                break;
            default:
                var hint = (left, right) is (Value.Text, Value.Number) or (Value.Number, Value.Text)
                    ? "; write .number after the text"
                    : "";
                return Fail(node, $"compares {Kind(left)} with {Kind(right)}; both must be numbers, or both texts{hint}");
        }

        return Value.Of(node.Operator switch
        {
            Operator.Less => order < 0,
            Operator.LessOrEqual => order <= 0,
            Operator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private Value? Calculate(ExpressionNode.Binary node, Value left, Value right)
    {
        if (node.Operator is Operator.Add && (left, right) is (Value.Text a, Value.Text b))
        {
            return a.Content.Length + b.Content.Length <= Expression.MaxResultLength
                ? Value.Of(a.Content + b.Content)
                : Fail(node, $"makes more than {Expression.MaxResultLength} characters; write less at once");
        }

        if ((left, right) is not (Value.Number x, Value.Number y))
        {
            var rule = node.Operator is Operator.Add ? "both must be numbers, or both texts" : "both must be numbers";
            return Fail(node, $"calculates with {Kind(left)} and {Kind(right)}; {rule}");
        }

        if (node.Operator is Operator.Divide or Operator.Remainder && y.Amount == 0)
        {
            return Fail(node, "divides by zero");
        }

        var result = node.Operator switch
        {
            Operator.Add => x.Amount + y.Amount,
            Operator.Subtract => x.Amount - y.Amount,
            Operator.Multiply => x.Amount * y.Amount,
            Operator.Divide => x.Amount / y.Amount,
            _ => x.Amount % y.Amount,
        };
        return double.IsFinite(result) ? Value.Of(result) : Fail(node, "makes a number that is too large");
    }

    private Value? Fail(ExpressionNode node, string what)
    {
        Problem ??= $"'{SyntaxProblem.Clip(text.AsSpan(node.Start, node.End - node.Start))}' {what}";
        return null;
    }

    private static string Kind(Value value) => value switch
    {
        Value.Null => "null",
        Value.Bool => "a truth value",
        Value.Number => "a number",
        Value.Text => "a text",
        Value.List => "a list",
        Value.Map => "a map",
        _ => throw new UnreachableException($"Evaluator has no word for {value.GetType().Name}."),
    };
}
