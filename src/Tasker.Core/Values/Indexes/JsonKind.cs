namespace Tasker.Core.Values.Indexes;

/// <summary>What stands at one place of a JSON text.</summary>
public enum JsonKind
{
    /// <summary>Nothing: the place is not there.</summary>
    Missing,

    /// <summary>The name of a field; what is called so comes next.</summary>
    Name,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A list.</summary>
    List,

    /// <summary>A text that stands there as it is.</summary>
    Text,

    /// <summary>A text with escapes in it.</summary>
    Escaped,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True.</summary>
    True,

    /// <summary>False.</summary>
    False,

    /// <summary>Null.</summary>
    Null,
}
