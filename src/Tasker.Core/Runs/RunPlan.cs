using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Core.Workflows.Checks;

namespace Tasker.Core.Runs;

/// <summary>The workflow of a run as arrays: nodes by number, who follows whom. Only grows, when nodes are added.</summary>
internal sealed class RunPlan
{
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ItemBinding> _items = [];
    private readonly Dictionary<string, int> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Row<int>> _patternsThatNeed = [];
    private NodeSpec[] _specs = [];
    private int[] _parents = [];
    private int[] _previous = [];
    private Row<int>[] _members = [];
    private Row<Edge>[] _edges = [];

    public RunPlan(Workflow workflow)
    {
        Workflow = workflow;
        foreach (var pool in workflow.Pools)
        {
            _pools.TryAdd(pool.Name, _pools.Count);
        }

        Grow(Size(workflow.Root));
        Add(workflow.Root, -1, -1);
        Link(0);
    }

    /// <summary>A node that waits for another.</summary>
    /// <param name="Target">The one that waits.</param>
    /// <param name="Kind">What it waits for.</param>
    public readonly record struct Edge(int Target, NeedKind Kind);

    /// <summary>The item that a fan-out gave to a group.</summary>
    public sealed record ItemBinding(string As, Value Item, int Index);

    public Workflow Workflow { get; }

    public int Count { get; private set; }

    public int PoolCount => _pools.Count;

    public NodeSpec this[int node] => _specs[node];

    public int ParentOf(int node) => _parents[node];

    /// <summary>The member before this one in a sequence, or -1.</summary>
    public int PreviousOf(int node) => _previous[node];

    public ReadOnlySpan<int> MembersOf(int node) => _members[node].Items;

    public ReadOnlySpan<Edge> EdgesOf(int node) => _edges[node].Items;

    public bool TryFind(string id, out int node) => _byId.TryGetValue(id, out node);

    public int PoolNumber(string name) => _pools[name];

    public bool TryGetItem(int node, out ItemBinding item) => _items.TryGetValue(node, out item!);

    /// <summary>The nodes that a node waits for, the one before it in a sequence included.</summary>
    public IEnumerable<(int Node, NeedKind Kind)> NeedsOf(int node)
    {
        if (_previous[node] is >= 0 and var previous)
        {
            yield return (previous, SequenceNeed(previous));
        }

        foreach (var need in _specs[node].Needs)
        {
            yield return (_byId[need.Node], need.Until);
        }
    }

    /// <summary>Why nodes cannot be added, or null.</summary>
    public string? WhyNotAdd(int parent, ImmutableArray<NodeSpec> nodes)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<NodeSpec>();
        foreach (var node in nodes)
        {
            Collect(node, all);
        }

        foreach (var node in all)
        {
            if (_byId.ContainsKey(node.Id) || !known.Add(node.Id))
            {
                return $"There is a node '{node.Id}' already.";
            }
        }

        var prefix = _specs[parent].Id.Length == 0 ? "" : _specs[parent].Id + "/";
        foreach (var node in all)
        {
            if (!node.Id.StartsWith(prefix, StringComparison.Ordinal))
            {
                return $"'{node.Id}' is not inside '{_specs[parent].Id}'.";
            }

            if (node.Needs.FirstOrDefault(n => !_byId.ContainsKey(n.Node) && !known.Contains(n.Node)) is { } unknown)
            {
                return $"'{node.Id}' needs '{unknown.Node}', but no node has that name.";
            }

            if (node is StepSpec step && step.Pools.FirstOrDefault(p => !_pools.ContainsKey(p)) is { } pool)
            {
                return $"'{node.Id}' names the pool '{pool}', which does not exist.";
            }
        }

        return AdditionChecks.Problem(nodes) ?? WaitProblem(parent, nodes);
    }

    /// <summary>
    /// What would wait for ever if nodes were added, or null. Only when something might is the whole run looked at, to tell the way around.
    /// </summary>
    public string? WaitProblem(int parent, ImmutableArray<NodeSpec> nodes)
    {
        var all = new List<NodeSpec>();
        foreach (var node in nodes)
        {
            Collect(node, all, patterns: true);
        }

        (int Node, NeedKind Kind)[] needs =
            [.. all.SelectMany(n => n.Needs).Where(n => _byId.ContainsKey(n.Node)).Select(n => (_byId[n.Node], n.Until)).Distinct()];
        return (all.Exists(n => !n.Needs.IsEmpty) ? AdditionChecks.WaitProblem(Alone(parent, nodes, needs)) : null)
            ?? (AdditionWaits.MayCircle(this, parent, LastOf(parent) is { } last ? [.. needs, last] : needs, out _)
                ? AdditionChecks.WaitProblem(Grown(0, parent, nodes))
                : null);
    }

    /// <summary>What a new member of a sequence waits for; null in other groups.</summary>
    private (int Node, NeedKind Kind)? LastOf(int parent) =>
        _specs[parent] is GroupSpec { Order: GroupOrder.Sequence, ForEach: null } && MembersOf(parent) is [.., var last]
            ? (last, SequenceNeed(last))
            : null;

    /// <summary>What the members of a fan-out that has not fanned out yet need of other nodes.</summary>
    public IEnumerable<(int Node, NeedKind Kind)> PatternNeedsOf(int node)
    {
        if (_specs[node] is not GroupSpec { ForEach: not null } group || _members[node].Count > 0)
        {
            return [];
        }

        var all = new List<NodeSpec>();
        Collect(group, all, patterns: true);
        return [.. all.Skip(1).SelectMany(n => n.Needs).Where(n => _byId.ContainsKey(n.Node)).Select(n => (_byId[n.Node], n.Until))];
    }

    /// <summary>Fan-outs with members that need a node; some may have fanned out since.</summary>
    public ReadOnlySpan<int> PatternsThatNeed(int node) => _patternsThatNeed.TryGetValue(node, out var patterns) ? patterns.Items : [];

    /// <summary>Adds nodes at the end of a group.</summary>
    /// <returns>The number of the first one; the others follow it.</returns>
    public int AddMembers(int parent, ImmutableArray<NodeSpec> nodes)
    {
        var first = Count;
        Grow(Count + nodes.Sum(Size));
        var sequence = _specs[parent] is GroupSpec { Order: GroupOrder.Sequence, ForEach: null };
        foreach (var node in nodes)
        {
            var previous = sequence && _members[parent].Count > 0 ? _members[parent].Items[^1] : -1;
            var added = Add(node, parent, previous);
            _members[parent].Add(added);
        }

        Link(first);
        return first;
    }

    /// <summary>Makes the members of a fan-out group, one group for each item.</summary>
    public int FanOut(int node, ImmutableArray<Value> items)
    {
        var group = (GroupSpec)_specs[node];
        var fan = group.ForEach ?? throw new UnreachableException($"'{group.Id}' has no fan-out.");
        ImmutableArray<NodeSpec> copies = [.. items.Select((item, i) => Copy(group, item, i))];
        var first = AddMembers(node, copies);
        var members = _members[node].Items;
        for (var i = 0; i < items.Length; i++)
        {
            _items[members[i]] = new ItemBinding(fan.As, items[i], i);
        }

        return first;
    }

    /// <summary>A node as it is now, fan-outs with their copies, and with more nodes at the end of one group.</summary>
    internal NodeSpec Grown(int node, int parent, ImmutableArray<NodeSpec> nodes)
    {
        if (_specs[node] is not GroupSpec group || (group.ForEach is not null && _members[node].Count == 0))
        {
            return _specs[node];
        }

        IEnumerable<NodeSpec> members = _members[node].Items.ToArray().Select(member => Grown(member, parent, nodes));
        return group with
        {
            ForEach = null,
            Order = group.ForEach is null ? group.Order : GroupOrder.Graph,
            Members = [.. members, .. node == parent ? nodes : []],
        };
    }

    /// <summary>The new nodes inside their groups, and what they need of others as mere names beside: as large as the addition.</summary>
    private GroupSpec Alone(int parent, ImmutableArray<NodeSpec> nodes, (int Node, NeedKind Kind)[] needs)
    {
        var above = new HashSet<int>();
        var inside = (GroupSpec)_specs[parent] with { Needs = [], ForEach = null, Members = nodes };
        for (var at = parent; at > 0; at = _parents[at])
        {
            above.Add(at);
            var outer = (GroupSpec)_specs[_parents[at]];
            inside = outer with { Needs = [], ForEach = null, Members = [inside] };
        }

        var names = needs.Select(n => n.Node).Where(n => n > 0 && !above.Contains(n)).Distinct().Select(n => _specs[n] switch
        {
            GroupSpec group => group with { Needs = [], ForEach = null, Members = [] },
            StepSpec { Background: { } service } step => step with { Needs = [], Background = service with { AtEnd = BackgroundEnd.Wait } },
            var step => step with { Needs = [] },
        });
        return inside with { Members = [.. names, .. inside.Members] };
    }

    private static GroupSpec Copy(GroupSpec group, Value item, int index)
    {
        var id = group.Id + "[" + index.ToString(CultureInfo.InvariantCulture) + "]";
        var text = item.ToText();
        return new GroupSpec
        {
            Id = id,
            Title = $"{group.DisplayName} [{(text.Length <= 60 ? text : index.ToString(CultureInfo.InvariantCulture))}]",
            Order = group.Order,
            FailFast = group.FailFast,
            Members = [.. group.Members.Select(m => Renamed(m, group.Id + "/", id + "/"))],
            Where = group.Where,
        };
    }

    private static NodeSpec Renamed(NodeSpec node, string from, string to)
    {
        string Name(string id) => id.StartsWith(from, StringComparison.Ordinal) ? to + id[from.Length..] : id;
        var needs = node.Needs.IsEmpty ? node.Needs : [.. node.Needs.Select(n => n with { Node = Name(n.Node) })];
        return node is GroupSpec group
            ? group with { Id = Name(group.Id), Needs = needs, Members = [.. group.Members.Select(m => Renamed(m, from, to))] }
            : node is StepSpec { Action: StepAction.Aggregate aggregate } step
                ? step with { Id = Name(step.Id), Needs = needs, Action = aggregate with { Of = [.. aggregate.Of.Select(Name)] } }
                : node with { Id = Name(node.Id), Needs = needs };
    }

    private static int Size(NodeSpec node) =>
        node is GroupSpec { ForEach: null } group ? 1 + group.Members.Sum(Size) : 1;

    private static void Collect(NodeSpec node, List<NodeSpec> all, bool patterns = false)
    {
        all.Add(node);
        if (node is GroupSpec group && (patterns || group.ForEach is null))
        {
            foreach (var member in group.Members)
            {
                Collect(member, all, patterns);
            }
        }
    }

    private int Add(NodeSpec spec, int parent, int previous)
    {
        var node = Count++;
        _specs[node] = spec;
        _parents[node] = parent;
        _previous[node] = previous;
        _byId.Add(spec.Id, node);
        if (spec is not GroupSpec group)
        {
            return node;
        }

        // The members of a fan-out are a pattern: they become nodes when the group starts.
        var before = -1;
        var count = group.ForEach is null ? group.Members.Length : 0;
        _members[node].Reserve(count);
        for (var i = 0; i < count; i++)
        {
            before = Add(group.Members[i], node, group.Order is GroupOrder.Sequence ? before : -1);
            _members[node].Add(before);
        }

        return node;
    }

    /// <summary>Enters the nodes from <paramref name="first"/> on as followers of what they need.</summary>
    private void Link(int first)
    {
        if (first == 0)
        {
            Reserve();
        }

        for (var node = first; node < Count; node++)
        {
            foreach (var need in new NeedCursor(this, node))
            {
                _edges[need.Target].Add(new Edge(node, need.Kind));
            }

            foreach (var need in PatternNeedsOf(node))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_patternsThatNeed, need.Node, out _).Add(node);
            }
        }
    }

    /// <summary>A workflow as it was read has exactly the room that it takes; only what is added later may leave some over.</summary>
    private void Reserve()
    {
        var counts = new int[Count];
        for (var node = 0; node < Count; node++)
        {
            foreach (var need in new NeedCursor(this, node))
            {
                counts[need.Target]++;
            }
        }

        for (var node = 0; node < Count; node++)
        {
            _edges[node].Reserve(counts[node]);
        }
    }

    private NeedKind SequenceNeed(int previous) =>
        _specs[previous] is StepSpec { Background: not null } ? NeedKind.Started : NeedKind.Passed;

    private void Grow(int size)
    {
        if (size > _specs.Length)
        {
            size = Math.Max(size, _specs.Length + (_specs.Length / 2));
            Array.Resize(ref _specs, size);
            Array.Resize(ref _parents, size);
            Array.Resize(ref _previous, size);
            Array.Resize(ref _members, size);
            Array.Resize(ref _edges, size);
        }
    }

    /// <summary>Walks the needs of a node without allocating; <see cref="Edge.Target"/> is the needed node here.</summary>
    private struct NeedCursor(RunPlan plan, int node)
    {
        private int _next = -1;

        public Edge Current { get; private set; }

        public readonly NeedCursor GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next < 0)
            {
                _next = 0;
                if (plan._previous[node] is >= 0 and var previous)
                {
                    Current = new Edge(previous, plan.SequenceNeed(previous));
                    return true;
                }
            }

            var needs = plan._specs[node].Needs;
            if (_next >= needs.Length)
            {
                return false;
            }

            var need = needs[_next++];
            Current = new Edge(plan._byId[need.Node], need.Until);
            return true;
        }
    }
}
