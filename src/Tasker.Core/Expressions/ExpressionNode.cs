using System.Collections.Immutable;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>A part of a parsed expression. A closed family; the offsets are those of its text, the end excluded.</summary>
internal abstract record ExpressionNode
{
    private ExpressionNode(int start, int end) => (Start, End) = (start, end);

    public int Start { get; init; }

    public int End { get; init; }

    public sealed record Literal(Value Value, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Name(string Text, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Field(ExpressionNode Of, string Key, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Index(ExpressionNode Of, ExpressionNode At, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Items(ImmutableArray<ExpressionNode> Parts, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Unary(Operator Operator, ExpressionNode Operand, int Start, int End) : ExpressionNode(Start, End);

    public sealed record Binary(Operator Operator, ExpressionNode Left, ExpressionNode Right)
        : ExpressionNode(Left.Start, Right.End);
}
