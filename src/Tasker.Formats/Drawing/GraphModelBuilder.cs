using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>
/// Makes the boxes and edges of a workflow. Draws at most <see cref="MaxBoxes"/>; of larger ones inner groups are closed.
/// </summary>
internal sealed class GraphModelBuilder
{
    /// <summary>The most boxes of one drawing.</summary>
    public const int MaxBoxes = 500;

    private readonly Dictionary<string, GraphBox> _byId = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, NodeStatus> _statuses;
    private readonly int _deepest;
    private int _boxes;

    private GraphModelBuilder(IReadOnlyDictionary<string, NodeStatus>? statuses, int deepest) =>
        (_statuses, _deepest) = (statuses ?? new Dictionary<string, NodeStatus>(), deepest);

    /// <summary>Makes the model.</summary>
    /// <param name="workflow">Any workflow, also one with errors.</param>
    /// <param name="statuses">Statuses by full id; null for none.</param>
    public static GraphModel Build(Workflow workflow, IReadOnlyDictionary<string, NodeStatus>? statuses)
    {
        var levels = new List<int>();
        Count(workflow.Root, 0, levels);
        var deepest = levels.Count;
        for (var boxes = levels.Sum(); boxes > MaxBoxes && deepest > 1;)
        {
            boxes -= levels[--deepest];
        }

        var builder = new GraphModelBuilder(statuses, deepest);
        var root = builder.Add(workflow.Root, null);
        return new GraphModel(workflow.Name, workflow.Description, root, builder.Edges(workflow.Root), levels.Sum() - (builder._boxes - 1));
    }

    /// <summary>Nodes by depth, the root left out.</summary>
    private static void Count(GroupSpec group, int depth, List<int> levels)
    {
        if (!group.Members.IsEmpty && levels.Count <= depth)
        {
            levels.Add(0);
        }

        foreach (var member in group.Members)
        {
            levels[depth]++;
            if (member is GroupSpec inner)
            {
                Count(inner, depth + 1, levels);
            }
        }
    }

    private static int Steps(NodeSpec node) => node is GroupSpec group ? group.Members.Sum(Steps) : 1;

    private GraphBox Add(NodeSpec node, GraphBox? parent)
    {
        var group = node as GroupSpec;
        var closed = group is not null && parent is not null && parent.Depth + 1 >= _deepest && !group.Members.IsEmpty;
        var box = new GraphBox
        {
            Number = _boxes++,
            Id = node.Id,
            Title = node.DisplayName,
            Caption = closed ? $"{Steps(node):N0} steps" : Captions.Of(node),
            Details = Captions.Details(node),
            Kind = closed ? BoxKind.Many : Captions.KindOf(node),
            Status = _statuses.TryGetValue(node.Id, out var status) ? status : null,
            IsSpecial = node is StepSpec { Background: not null } || group?.ForEach is not null,
            IsSequence = group?.Order is GroupOrder.Sequence,
            Parent = parent,
        };
        parent?.Members.Add(box);
        _byId.TryAdd(node.Id, box);
        if (group is null)
        {
            return box;
        }

        if (closed)
        {
            Close(group, box);
            return box;
        }

        foreach (var (member, i) in group.Members.Select((member, i) => (member, i)))
        {
            if (_boxes >= MaxBoxes && group.Members.Length - i > 1)
            {
                Rest(group, i, box);
                break;
            }

            Add(member, box);
        }

        return box;
    }

    /// <summary>What stands inside a closed group is found at the group.</summary>
    private void Close(NodeSpec node, GraphBox box)
    {
        _byId.TryAdd(node.Id, box);
        foreach (var member in (node as GroupSpec)?.Members ?? [])
        {
            Close(member, box);
        }
    }

    /// <summary>One box for the members of a group that are too many to be drawn.</summary>
    private void Rest(GroupSpec group, int first, GraphBox parent)
    {
        var rest = group.Members[first..];
        var box = new GraphBox
        {
            Number = _boxes++,
            Id = group.Id.Length == 0 ? "…" : $"{group.Id}/…",
            Title = $"{rest.Sum(Steps):N0} more",
            Caption = "not drawn",
            Details = $"{rest.Sum(Steps):N0} more steps, from {rest[0].Id} to {rest[^1].Id}",
            Kind = BoxKind.Many,
            Parent = parent,
        };
        parent.Members.Add(box);
        foreach (var member in rest)
        {
            Close(member, box);
        }
    }

    private List<GraphEdge> Edges(GroupSpec root)
    {
        var edges = new List<GraphEdge>();
        var seen = new HashSet<(GraphBox, GraphBox)>();
        var open = new Stack<GroupSpec>([root]);
        while (open.TryPop(out var group))
        {
            foreach (var (member, i) in group.Members.Select((member, i) => (member, i)))
            {
                if (member is GroupSpec inner)
                {
                    open.Push(inner);
                }

                if (group is { Order: GroupOrder.Sequence } && i > 0)
                {
                    Connect(group.Members[i - 1].Id, member.Id, NeedKind.Passed, bySequence: true);
                }

                foreach (var need in member.Needs)
                {
                    Connect(need.Node, member.Id, need.Until, bySequence: false);
                }
            }
        }

        edges.Sort((a, b) => (a.To.Number, a.From.Number).CompareTo((b.To.Number, b.From.Number)));
        return edges;

        void Connect(string from, string to, NeedKind until, bool bySequence)
        {
            if (_byId.TryGetValue(from, out var first) && _byId.TryGetValue(to, out var second)
                && !first.Holds(second) && !second.Holds(first) && seen.Add((first, second)))
            {
                edges.Add(new GraphEdge(first, second, until, bySequence));
            }
        }
    }
}
