using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>How a change of one node reaches the others.</summary>
/// <remarks>
/// Every node keeps three sums over what it needs: needs that may still come true, that failed, that were skipped. A change of a node
/// adjusts the sums of its followers by the difference of what it contributed before and contributes now, whatever status they have;
/// so the sums are right at every moment and a reset needs no recount. Followers whose sums changed are looked at afterwards, first
/// come first served, until nothing moves.
/// </remarks>
public sealed partial class RunState
{
    private readonly Queue<int> _touched = new();
    private readonly List<NodeChange> _changes = [];
    private readonly List<int> _eligible = [];
    private readonly List<int> _groupsToSettle = [];

    private enum Share : byte
    {
        Pending,
        Met,
        Skipped,
        Bad,
    }

    /// <summary>Nodes that may start as far as their needs go, not yet looked at by the rules.</summary>
    internal List<int> Eligible => _eligible;

    /// <summary>Groups whose members have changed so that the group may have to end.</summary>
    internal List<int> GroupsToSettle => _groupsToSettle;

    internal Admission Admission { get; }

    internal bool IsEligible(int node)
    {
        ref readonly var s = ref _nodes[node];
        return s is { Status: NodeStatus.Waiting, Unmet: 0, Bad: 0 };
    }

    /// <summary>The changes since they were last taken, in order.</summary>
    public IReadOnlyList<NodeChange> TakeChanges()
    {
        if (_changes.Count == 0)
        {
            return [];
        }

        var changes = _changes.ToArray();
        _changes.Clear();
        return changes;
    }

    /// <summary>The sums of a node counted from scratch: what the kept ones must always equal.</summary>
    internal NodeState CountAnew(int node)
    {
        var sums = default(NodeState);
        AddNeeds(node, ref sums);
        if (_plan.ParentOf(node) is >= 0 and var parent)
        {
            Add(ref sums, ShareOfGroup(_nodes[parent].Status), 1);
        }

        foreach (var member in _plan.MembersOf(node))
        {
            sums.OpenMembers += _nodes[member].Status < NodeStatus.Succeeded ? 1 : 0;
            sums.FailedMembers += IsFailure(member, _nodes[member].Status) ? 1 : 0;
        }

        return sums;
    }

    /// <summary>What a node contributes to one that needs it.</summary>
    private Share ShareOf(int node, NodeStatus status, NodeFlags flags, NeedKind kind, bool always)
    {
        if (kind is NeedKind.Started && (flags & NodeFlags.Up) != 0)
        {
            return Share.Met;
        }

        if (status < NodeStatus.Succeeded)
        {
            return Share.Pending;
        }

        if (always || kind is NeedKind.Ended || status is NodeStatus.Succeeded)
        {
            return Share.Met;
        }

        return status switch
        {
            NodeStatus.Skipped => _nodes[node].Skip is SkipReason.ByHand || kind is not NeedKind.Succeeded ? Share.Met : Share.Skipped,
            NodeStatus.Failed when _plan[node].OnFailure is FailurePolicy.Continue => Share.Met,
            _ => Share.Bad,
        };
    }

    /// <summary>What a group contributes to its members. Skipped and cancelled groups take their members with them instead.</summary>
    private static Share ShareOfGroup(NodeStatus status) => status switch
    {
        NodeStatus.Blocked => Share.Bad,
        NodeStatus.Waiting or NodeStatus.Skipped or NodeStatus.Cancelled => Share.Pending,
        _ => Share.Met,
    };

    /// <summary>Gives a node a status (or only flags) and adjusts everything that depends on it.</summary>
    private void Transition(int node, NodeStatus after, NodeFlags? newFlags = null)
    {
        ref var s = ref _nodes[node];
        var (before, flagsBefore) = (s.Status, s.Flags);
        var flags = newFlags ?? flagsBefore;
        if (before == after && flags == flagsBefore)
        {
            return;
        }

        if (before == after)
        {
            s.Flags = flags;
            AdjustFollowers(node, before, flagsBefore, after, flags);
            return;
        }

        (s.Status, s.Flags) = (after, flags);
        AdjustFollowers(node, before, flagsBefore, after, flags);
        if (before is NodeStatus.Skipped)
        {
            s.Skip = SkipReason.None; // Not before: the reason is part of what the node contributed until now.
        }

        if (after < NodeStatus.Succeeded)
        {
            s.EndedAt = s.EndPosition = 0;
            s.Cause = -1;
        }
        else
        {
            (s.EndedAt, s.EndPosition) = (LastFactAt.UtcTicks, Position);
        }

        CountStep(node, before, after);
        AdjustPlaces(node, before, after);
        AdjustParent(node, before, after);
        AdjustMembers(node, before, after);
        _changes.Add(new NodeChange(node, before, after));
    }

    private void AdjustFollowers(int node, NodeStatus before, NodeFlags flagsBefore, NodeStatus after, NodeFlags flags)
    {
        foreach (var edge in _plan.EdgesOf(node))
        {
            var always = _plan[edge.Target].Always;
            Adjust(
                edge.Target,
                ShareOf(node, before, flagsBefore, edge.Kind, always),
                ShareOf(node, after, flags, edge.Kind, always),
                node);
        }
    }

    private void Adjust(int target, Share before, Share after, int source)
    {
        if (before == after)
        {
            return;
        }

        ref var t = ref _nodes[target];
        Add(ref t, before, -1);
        Add(ref t, after, 1);
        if (after is Share.Bad && t.Cause < 0 && t.Status < NodeStatus.Succeeded) // What has ended has its own cause, or none.
        {
            t.Cause = RootCause(source);
        }
        else if (before is Share.Bad && t.Bad > 0)
        {
            t.Cause = FirstBadNeed(target);
        }

        _touched.Enqueue(target);
    }

    private static void Add(ref NodeState t, Share share, int by)
    {
        switch (share)
        {
            case Share.Pending:
                t.Unmet += by;
                break;
            case Share.Bad:
                t.Bad += by;
                break;
            case Share.Skipped:
                t.Skipped += by;
                break;
        }
    }

    private int RootCause(int node) => _nodes[node].Cause is >= 0 and var cause ? cause : node;

    private int FirstBadNeed(int node)
    {
        var always = _plan[node].Always;
        foreach (var (need, kind) in _plan.NeedsOf(node))
        {
            if (ShareOf(need, _nodes[need].Status, _nodes[need].Flags, kind, always) is Share.Bad)
            {
                return RootCause(need);
            }
        }

        return _plan.ParentOf(node) is >= 0 and var parent ? _nodes[parent].Cause : -1;
    }

    /// <summary>Looks at everything that was touched until nothing moves.</summary>
    private void Drain()
    {
        while (_touched.TryDequeue(out var node))
        {
            ref readonly var s = ref _nodes[node];
            if (s.Status is NodeStatus.Waiting && s.Bad > 0)
            {
                var cause = s.Cause >= 0 ? s.Cause : FirstBadNeed(node);
                Transition(node, NodeStatus.Blocked);
                _nodes[node].Cause = cause;
            }
            else if (s.Status is NodeStatus.Blocked && s.Bad == 0)
            {
                Unblock(node);
            }
            else if (IsEligible(node))
            {
                _eligible.Add(node);
            }
        }
    }

    /// <summary>
    /// What blocked a node is gone. If its group has ended meanwhile, the group starts again; if it is being stopped, it is too late.
    /// </summary>
    private void Unblock(int node)
    {
        if (IsStoppingAbove(node))
        {
            Transition(node, NodeStatus.Cancelled);
            return;
        }

        Transition(node, NodeStatus.Waiting);
        _touched.Enqueue(node);
        ReopenAbove(node);
    }

    private bool IsStoppingAbove(int node)
    {
        for (var at = _plan.ParentOf(node); at >= 0; at = _plan.ParentOf(at))
        {
            if (_nodes[at] is { Status: NodeStatus.Running, Stop: not StopCause.None })
            {
                return true;
            }
        }

        return false;
    }

    private void AdjustMembers(int node, NodeStatus before, NodeStatus after)
    {
        var members = _plan.MembersOf(node);
        if (members.IsEmpty)
        {
            return;
        }

        var (was, now) = (ShareOfGroup(before), ShareOfGroup(after));
        foreach (var member in members)
        {
            Adjust(member, was, now, node);
            if (after is NodeStatus.Skipped or NodeStatus.Cancelled && _nodes[member].Status is NodeStatus.Waiting or NodeStatus.Blocked)
            {
                if (after is NodeStatus.Skipped)
                {
                    _nodes[member].Skip = SkipReason.Upstream;
                }

                _nodes[member].Cause = _nodes[node].Cause;
                Transition(member, after);
            }
        }
    }

    private void AdjustParent(int node, NodeStatus before, NodeStatus after)
    {
        var parent = _plan.ParentOf(node);
        if (parent < 0)
        {
            return;
        }

        ref var p = ref _nodes[parent];
        var (ended, ends) = (before >= NodeStatus.Succeeded, after >= NodeStatus.Succeeded);
        p.OpenMembers += (ended ? 1 : 0) - (ends ? 1 : 0);
        p.OpenServices += IsService(node) ? (ended ? 1 : 0) - (ends ? 1 : 0) : 0;
        p.FailedMembers += (IsFailure(node, after) ? 1 : 0) - (IsFailure(node, before) ? 1 : 0);
        if (p.Status is NodeStatus.Running)
        {
            if (IsFailure(node, after) && p is { Cause: < 0, Stop: StopCause.None }) // What is being stopped ends because of that.
            {
                p.Cause = RootCause(node);
            }

            if (ends || IsService(node))
            {
                _groupsToSettle.Add(parent);
            }
        }
    }

    private bool IsService(int node) => _plan[node] is StepSpec { Background.AtEnd: BackgroundEnd.Stop };

    private bool IsFailure(int node, NodeStatus status) => status switch
    {
        NodeStatus.Failed => _plan[node].OnFailure is not FailurePolicy.Continue,
        NodeStatus.Blocked or NodeStatus.Cancelled => true,
        _ => false,
    };

    private void AdjustPlaces(int node, NodeStatus before, NodeStatus after)
    {
        var (held, holds) = (before is NodeStatus.Running, after is NodeStatus.Running);
        if (held == holds)
        {
            return;
        }

        var by = holds ? 1 : -1;
        if (_plan.ParentOf(node) is >= 0 and var parent)
        {
            _nodes[parent].ActiveMembers += by;
            if (!holds)
            {
                Admission.GroupFreed(parent);
            }
        }

        if (_plan[node] is StepSpec step)
        {
            foreach (var pool in step.Pools)
            {
                var number = _plan.PoolNumber(pool);
                _poolUse[number] += by;
                if (!holds)
                {
                    Admission.PoolFreed(number);
                }
            }
        }
    }

    private void CountStep(int node, NodeStatus before, NodeStatus after)
    {
        if (_plan[node] is StepSpec)
        {
            _stepCounts[(int)before]--;
            _stepCounts[(int)after]++;
        }
    }
}
