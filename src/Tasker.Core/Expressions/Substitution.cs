using System.Text;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>Puts other expressions in the place of <c>root.field</c> in the text of an expression.</summary>
internal static class Substitution
{
    /// <summary>The changed text.</summary>
    /// <param name="text">The text that was read.</param>
    /// <param name="all">What was read from it.</param>
    /// <param name="root">The first name of the paths that are changed.</param>
    /// <param name="put">The expression for a field; null leaves it as it is.</param>
    /// <param name="bare">True when <paramref name="root"/> stands there without a field that is written out; it is left as it is.</param>
    public static string Apply(string text, ExpressionNode all, string root, Func<string, string?> put, out bool bare)
    {
        var found = new List<(int Start, int End, string Put)>();
        var open = new Stack<ExpressionNode>([all]);
        bare = false;
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case ExpressionNode.Field { Of: ExpressionNode.Name of } field when of.Text == root:
                    Add(field.Key, node);
                    break;
                case ExpressionNode.Index { Of: ExpressionNode.Name of, At: ExpressionNode.Literal { Value: Value.Text key } }
                    when of.Text == root:
                    Add(key.Content, node);
                    break;
                case ExpressionNode.Name name:
                    bare |= name.Text == root;
                    break;
                case ExpressionNode.Field field:
                    open.Push(field.Of);
                    break;
                case ExpressionNode.Index index:
                    open.Push(index.Of);
                    open.Push(index.At);
                    break;
                case ExpressionNode.Items items:
                    items.Parts.ToList().ForEach(open.Push);
                    break;
                case ExpressionNode.Unary unary:
                    open.Push(unary.Operand);
                    break;
                case ExpressionNode.Binary binary:
                    open.Push(binary.Left);
                    open.Push(binary.Right);
                    break;
            }
        }

        var changed = new StringBuilder(text);
        foreach (var (start, end, with) in found.OrderByDescending(change => change.Start))
        {
            changed.Remove(start, end - start).Insert(start, with);
        }

        return changed.ToString();

        void Add(string field, ExpressionNode node)
        {
            if (put(field) is { } expression)
            {
                var whole = ExpressionParser.Parse(expression).Root
                    is ExpressionNode.Name or ExpressionNode.Field or ExpressionNode.Index or ExpressionNode.Literal { Value: Value.Text };
                found.Add((node.Start, node.End, whole ? expression : $"({expression})"));
            }
        }
    }
}
