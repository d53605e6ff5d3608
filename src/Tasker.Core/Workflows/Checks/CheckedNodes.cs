namespace Tasker.Core.Workflows.Checks;

/// <summary>The nodes of a workflow by number, in declaration order: the root is 0, a group comes before its members.</summary>
internal sealed class CheckedNodes
{
    private readonly List<NodeSpec> _specs = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _depths = [];
    private readonly List<int> _previous = [];
    private readonly List<int> _patterns = [];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private int[] _ends = [];
    private int[] _needStarts = [];
    private int[] _needed = [];

    private CheckedNodes()
    {
    }

    public int Count => _specs.Count;

    public NodeSpec this[int node] => _specs[node];

    /// <summary>True when any group limits how many of its members run.</summary>
    public bool HasLimitedGroup { get; private set; }

    /// <summary>Every id, the first node that has it.</summary>
    public IReadOnlyDictionary<string, int> ById => _byId;

    /// <summary>The group that holds the node; -1 for the root.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>Groups above the node.</summary>
    public int DepthOf(int node) => _depths[node];

    /// <summary>The number after the last node inside this one.</summary>
    public int EndOf(int node) => _ends[node];

    /// <summary>The member before this one, in a sequence; else -1.</summary>
    public int PreviousOf(int node) => _previous[node];

    /// <summary>The nearest fan-out that the node is a pattern of; -1 for none.</summary>
    public int PatternOf(int node) => _patterns[node];

    public bool IsInside(int node, int group) => node > group && node < _ends[group];

    /// <summary>
    /// The nodes that a node needs, in the order of its needs; -1 for one that is unknown or cannot be needed, which is told elsewhere.
    /// </summary>
    public ReadOnlySpan<int> NeededBy(int node) => _needed.AsSpan(_needStarts[node], _needStarts[node + 1] - _needStarts[node]);

    public void CannotNeed(int node, int need) => _needed[_needStarts[node] + need] = -1;

    public static CheckedNodes Of(GroupSpec root)
    {
        var nodes = new CheckedNodes();
        nodes.Flatten(root);
        nodes.FindNeeded();
        return nodes;
    }

    private void Flatten(GroupSpec root)
    {
        var open = new Stack<(int Group, int Member, int Last)>();
        var ends = new List<int>();
        Add(root, -1, -1);
        ends.Add(0);
        open.Push((0, 0, -1));
        while (open.TryPop(out var at))
        {
            var group = (GroupSpec)_specs[at.Group];
            if (group.Members.IsDefault || at.Member == group.Members.Length)
            {
                ends[at.Group] = Count;
                continue;
            }

            var number = Count;
            Add(group.Members[at.Member], at.Group, group.Order is GroupOrder.Sequence ? at.Last : -1);
            ends.Add(number + 1);
            open.Push((at.Group, at.Member + 1, number));
            if (_specs[number] is GroupSpec)
            {
                open.Push((number, 0, -1));
            }
        }

        _ends = [.. ends];
    }

    private void Add(NodeSpec spec, int parent, int previous)
    {
        _byId.TryAdd(spec.Id, Count);
        _specs.Add(spec);
        HasLimitedGroup |= spec is GroupSpec { MaxParallel: not null };
        _parents.Add(parent);
        _previous.Add(previous);
        _depths.Add(parent < 0 ? 0 : _depths[parent] + 1);
        _patterns.Add(parent < 0 ? -1 : _specs[parent] is GroupSpec { ForEach: not null } ? parent : _patterns[parent]);
    }

    private void FindNeeded()
    {
        _needStarts = new int[Count + 1];
        for (var node = 0; node < Count; node++)
        {
            _needStarts[node + 1] = _needStarts[node] + (_specs[node].Needs.IsDefault ? 0 : _specs[node].Needs.Length);
        }

        _needed = new int[_needStarts[Count]];
        for (var node = 0; node < Count; node++)
        {
            for (var i = _needStarts[node]; i < _needStarts[node + 1]; i++)
            {
                _needed[i] = _byId.TryGetValue(_specs[node].Needs[i - _needStarts[node]].Node, out var needed) ? needed : -1;
            }
        }
    }
}
