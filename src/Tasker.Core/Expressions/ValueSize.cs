using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>How much text a value would make.</summary>
internal static class ValueSize
{
    /// <summary>True when the value is at most so long, or was only looked up and not put together.</summary>
    public static bool Fits(Value value, ExpressionNode madeBy, int longest)
    {
        if (madeBy is ExpressionNode.Name or ExpressionNode.Field or ExpressionNode.Index || value is not (Value.List or Value.Map))
        {
            return true; // A joined text was measured when it was joined.
        }

        var left = (long)longest;
        Measure(value, ref left);
        return left >= 0;
    }

    private static void Measure(Value value, ref long left)
    {
        left--;
        switch (value)
        {
            case Value.Text text:
                left -= text.Content.Length;
                break;
            case Value.List list:
                for (var i = 0; i < list.Items.Length && left >= 0; i++)
                {
                    Measure(list.Items[i], ref left);
                }

                break;
            case Value.Map map:
                for (var i = 0; i < map.Names.Length && left >= 0; i++)
                {
                    left -= map.Names[i].Length;
                    Measure(map[map.Names[i]], ref left);
                }

                break;
        }
    }
}
