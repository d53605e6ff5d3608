using Tasker.Core.Runs;

namespace Tasker.Formats.Drawing;

/// <summary>A step or group as it is drawn.</summary>
internal sealed class GraphBox
{
    /// <summary>
    /// Number in the drawing, from 0 (the whole workflow) in declaration order; names the box in formats with ids of their own.
    /// </summary>
    public required int Number { get; init; }

    /// <summary>Full id in the workflow; of what stands for many steps, the id of the group with <c>/…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What it does, short; of a group, how its members follow one another.</summary>
    public required string Caption { get; init; }

    /// <summary>Everything worth knowing, on lines of its own.</summary>
    public required string Details { get; init; }

    /// <summary>What kind of box it is.</summary>
    public required BoxKind Kind { get; init; }

    /// <summary>Status, where one is known.</summary>
    public NodeStatus? Status { get; init; }

    /// <summary>True for a step beside the others, and for a group that is run for each item.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Of a group: its members stand below one another.</summary>
    public bool IsSequence { get; init; }

    /// <summary>The group that it stands in; null for the whole workflow.</summary>
    public GraphBox? Parent { get; init; }

    /// <summary>Members of a group; empty for a step and for a group that is drawn closed.</summary>
    public List<GraphBox> Members { get; } = [];

    /// <summary>True when members are drawn.</summary>
    public bool IsOpen => Members.Count > 0;

    /// <summary>Groups above it, the whole workflow counted.</summary>
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    /// <summary>True when <paramref name="other"/> is this box or stands in it.</summary>
    public bool Holds(GraphBox other)
    {
        for (var at = other; at is not null; at = at.Parent)
        {
            if (ReferenceEquals(at, this))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every box inside, the groups before their members.</summary>
    public IEnumerable<GraphBox> Inside()
    {
        foreach (var member in Members)
        {
            yield return member;
            foreach (var inner in member.Inside())
            {
                yield return inner;
            }
        }
    }
}

/// <summary>What kind of box it is.</summary>
internal enum BoxKind
{
    /// <summary>A command.</summary>
    Run,

    /// <summary>An agent.</summary>
    Agent,

    /// <summary>A check.</summary>
    Check,

    /// <summary>A wait.</summary>
    Wait,

    /// <summary>An approval.</summary>
    Approve,

    /// <summary>A note.</summary>
    Note,

    /// <summary>Answers put together.</summary>
    Aggregate,

    /// <summary>A registered type of step.</summary>
    Custom,

    /// <summary>A group.</summary>
    Group,

    /// <summary>Stands for many steps that are not drawn.</summary>
    Many,
}
