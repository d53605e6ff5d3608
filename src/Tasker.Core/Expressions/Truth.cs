using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>Which values count as true in a condition.</summary>
public static class Truth
{
    /// <summary>False for nothing, false, 0, empty text, the empty list and the empty map; true for all else.</summary>
    public static bool Of(Value value) => value switch
    {
        Value.Null => false,
        Value.Bool b => b.Truth,
        Value.Number n => n.Amount != 0,
        Value.Text t => t.Content.Length > 0,
        Value.List l => !l.Items.IsEmpty,
        Value.Map m => !m.Fields.IsEmpty,
        _ => throw new System.Diagnostics.UnreachableException($"Truth has no case for {value?.GetType().Name}."),
    };
}
