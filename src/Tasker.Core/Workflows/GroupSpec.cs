using System.Collections.Immutable;

namespace Tasker.Core.Workflows;

/// <summary>Steps and groups with a shared policy.</summary>
public sealed record GroupSpec : NodeSpec
{
    /// <summary>How the members follow one another.</summary>
    public GroupOrder Order { get; init; } = GroupOrder.Graph;

    /// <summary>
    /// Most direct members that may be under way at the same time, 1 or more; a member group takes one place while it is open. Null: no
    /// limit.
    /// </summary>
    public int? MaxParallel { get; init; }

    /// <summary>True: the first failure cancels the other members. False: they go on.</summary>
    public bool FailFast { get; init; }

    /// <summary>Makes one copy of the members for each item of a list when the group starts. Null: the members are run once.</summary>
    public ForEachSpec? ForEach { get; init; }

    /// <summary>The members in declaration order.</summary>
    public ImmutableArray<NodeSpec> Members { get; init; } = [];
}

/// <summary>How the members of a group follow one another.</summary>
public enum GroupOrder
{
    /// <summary>By their needs; members without needs start at once.</summary>
    Graph,

    /// <summary>At once. Needs still hold.</summary>
    Parallel,

    /// <summary>One after the other: each member also needs that the one before passed (was up, for a background step).</summary>
    Sequence,
}

/// <summary>A fan-out over a list.</summary>
/// <param name="Items">Expression that gives a list (each item is one) or a map (each <c>{name, value}</c> is one).</param>
/// <param name="As">Name under which the members see their item in expressions and templates; <c>index</c> is the item's number from
/// 0.</param>
/// <param name="MaxItems">The most items taken; a longer list fails the group.</param>
/// <remarks>
/// The members are a pattern: when the group starts, each item adds one group <c>&lt;id&gt;[&lt;number&gt;]</c> that holds a copy of them,
/// ordered as the group says within one item; items are independent of one another. An empty list ends the group at once with success.
/// </remarks>
public sealed record ForEachSpec(string Items, string As = "item", int MaxItems = 10_000);
