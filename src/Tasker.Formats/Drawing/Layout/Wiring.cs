namespace Tasker.Formats.Drawing.Layout;

/// <summary>
/// Which edges run inside which group: an edge between boxes of different groups passes the borders of all groups between them.
/// </summary>
internal sealed class Wiring
{
    private readonly Dictionary<GraphBox, Group> _groups = [];

    /// <summary>Wires the edges of a drawing.</summary>
    public Wiring(IEnumerable<GraphEdge> edges)
    {
        foreach (var edge in edges)
        {
            var common = edge.From.Parent;
            while (common is not null && !common.Holds(edge.To))
            {
                common = common.Parent;
            }

            // Boxes of a sequence stand below one another in its order; a need between them says nothing new.
            if (common is null || common.IsSequence)
            {
                continue;
            }

            Drawn.Add(new Route(edge, common));
            Of(common).Inner.Add((edge.From, edge.To));
            for (var at = edge.From.Parent; at != common && at is not null; at = at.Parent)
            {
                Of(at).Out.Add(edge.From);
            }

            for (var at = edge.To.Parent; at != common && at is not null; at = at.Parent)
            {
                Of(at).In.Add(edge.To);
            }
        }
    }

    /// <summary>Edges that are drawn as lines.</summary>
    public List<Route> Drawn { get; } = [];

    /// <summary>What runs inside a group.</summary>
    public Group Of(GraphBox group) => _groups.TryGetValue(group, out var known) ? known : _groups[group] = new Group();

    /// <summary>An edge and the innermost group that holds both of its ends.</summary>
    internal sealed record Route(GraphEdge Edge, GraphBox Common);

    /// <summary>What runs inside one group.</summary>
    internal sealed class Group
    {
        /// <summary>Edges whose ends are in different members.</summary>
        public HashSet<(GraphBox From, GraphBox To)> Inner { get; } = [];

        /// <summary>Boxes inside with edges to the outside.</summary>
        public HashSet<GraphBox> Out { get; } = [];

        /// <summary>Boxes inside with edges from the outside.</summary>
        public HashSet<GraphBox> In { get; } = [];
    }
}
