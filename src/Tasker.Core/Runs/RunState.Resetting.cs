using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Running things anew: a group's next round, a retry by hand, a restore. Attempt numbers go on, so none is used twice.</summary>
public sealed partial class RunState
{
    /// <summary>Steps that a restore stops and that are still under way, while the groups around them wait again already.</summary>
    private int _leaving;

    /// <summary>Whether a step below a group is still under way from before a restore: until it has ended, the group cannot.</summary>
    internal bool IsLeftBelow(int group)
    {
        if (_leaving == 0)
        {
            return false;
        }

        var open = new Stack<int>([group]);
        while (open.TryPop(out var at))
        {
            foreach (var member in _plan.MembersOf(at))
            {
                if (IsLeaving(member))
                {
                    return true;
                }

                open.Push(member);
            }
        }

        return false;
    }

    private bool IsLeaving(int node) => _nodes[node].Status is NodeStatus.Running && (_nodes[node].Flags & NodeFlags.Anew) != 0;

    /// <summary>A step that a restore has stopped has ended: it waits again, or shares what came of its group meanwhile.</summary>
    private void Left(int node)
    {
        Anew(node);
        var group = _plan.ParentOf(node);
        if (_nodes[group].Status is (NodeStatus.Skipped or NodeStatus.Cancelled) and var with)
        {
            _nodes[node].Skip = with is NodeStatus.Skipped ? SkipReason.Upstream : SkipReason.None;
            Transition(node, with);
            _nodes[node].Cause = _nodes[group].Cause;
        }

        for (; group >= 0; group = _plan.ParentOf(group))
        {
            _groupsToSettle.Add(group);
        }
    }

    /// <summary>Makes a node wait as if it had not been run in this round.</summary>
    private void Anew(int node)
    {
        ref var s = ref _nodes[node];
        (s.Tries, s.Losses, s.DueAt, s.RetryAt, s.Stop) = (0, 0, 0, 0, StopCause.None);
        Transition(node, NodeStatus.Waiting, s.Flags & (NodeFlags.Queued | NodeFlags.FannedOut));
        _touched.Enqueue(node);
    }

    private void ResetMembers(int group)
    {
        var open = new Stack<int>([group]);
        while (open.TryPop(out var at))
        {
            foreach (var member in _plan.MembersOf(at))
            {
                if (!IsLeaving(member))
                {
                    Anew(member);
                    open.Push(member);
                }
            }
        }
    }

    private void RetryByHand(int node)
    {
        ReopenAbove(node);
        Anew(node);
        ResetMembers(node);
    }

    /// <summary>
    /// Lets the ended groups above a node start again, through admission like every start, so that no limit is exceeded.
    /// What ended in them stays ended; what they cancelled when they failed waits again.
    /// </summary>
    private void ReopenAbove(int node)
    {
        for (var group = _plan.ParentOf(node); group >= 0; group = _plan.ParentOf(group))
        {
            if (_nodes[group].Status < NodeStatus.Succeeded)
            {
                continue;
            }

            Anew(group);
            foreach (var member in _plan.MembersOf(group))
            {
                if (_nodes[member].Status is NodeStatus.Cancelled)
                {
                    Anew(member);
                    ResetMembers(member);
                }
            }
        }
    }

    /// <summary>
    /// Everything that ended or started after the checkpoint waits again. Attempts under way have been told to stop before.
    /// </summary>
    private void Restore(string name)
    {
        var since = _checkpoints[name];
        for (var node = 0; node < Count; node++)
        {
            ref var s = ref _nodes[node];
            var isLater = s.Status is NodeStatus.RetryWait
                || (s.Status >= NodeStatus.Succeeded && s.EndPosition > since)
                || (s.Status is NodeStatus.Running && s.StartPosition > since && _plan[node] is GroupSpec);
            if (isLater)
            {
                _failures.Remove(node);
                Anew(node);
            }
        }

        foreach (var (later, position) in _checkpoints.ToArray())
        {
            if (position > since)
            {
                _checkpoints.Remove(later);
            }
        }
    }
}
