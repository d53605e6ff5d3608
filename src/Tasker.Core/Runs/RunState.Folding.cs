using System.Diagnostics;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>The fold: what each fact makes of the state.</summary>
public sealed partial class RunState
{
    private long _pausedAt;

    /// <summary>Timers that may be due; entries that no longer hold are passed over.</summary>
    internal DueQueue Due { get; } = new();

    /// <summary>Folds the next fact of the journal.</summary>
    /// <exception cref="InvalidOperationException">The fact does not fit: another workflow's journal, or one written by a newer
    /// Tasker.</exception>
    public void Apply(RunFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        LastFactAt = fact.At;
        switch (fact)
        {
            case RunFact.RunCreated f:
                (RunId, Inputs, Continues, CreatedAt) = (f.RunId, f.Inputs, f.Continues, f.At);
                Transition(0, NodeStatus.Waiting);
                _eligible.Add(0);
                break;
            case RunFact.Adopted f:
                _ends[Checked(f.Node)] = AttemptEnd.DoneInProcess with { Outputs = f.Outputs };
                _notes[f.Node] = f.From;
                Transition(f.Node, NodeStatus.Succeeded);
                break;
            case RunFact.GroupStarted f:
                StartGroup(Checked(f.Node));
                break;
            case RunFact.FannedOut f:
                _nodes[Checked(f.Node)].Flags |= NodeFlags.FannedOut;
                Prepare(_plan.FanOut(f.Node, f.Items));
                break;
            case RunFact.NodesAdded f:
                Prepare(_plan.AddMembers(Checked(f.Parent), f.Nodes));
                break;
            case RunFact.Skipped f:
                Skip(Checked(f.Node), f.Reason, f.Note);
                break;
            case RunFact.AttemptStarted f:
                StartAttempt(Checked(f.Node), f.Attempt);
                break;
            case RunFact.AttemptBegan f:
                _handles[Checked(f.Node)] = f.Handle;
                break;
            case RunFact.AttemptReady f:
                Transition(Checked(f.Node), NodeStatus.Running, _nodes[f.Node].Flags | NodeFlags.Up);
                break;
            case RunFact.AttemptStopping f:
                StopAttempt(Checked(f.Node), f.Cause);
                break;
            case RunFact.AttemptEnded f:
                EndAttempt(Checked(f.Node), f.End, f.RetryAt);
                break;
            case RunFact.GroupStopping f:
                StopGroup(Checked(f.Node), f.Cause, f.CauseNode, f.Force);
                break;
            case RunFact.GroupEnded f:
                EndGroup(Checked(f.Node), f.Succeeded, f.Message, f.RetryAt);
                break;
            case RunFact.RetryAsked f:
                RetryByHand(Checked(f.Node));
                break;
            case RunFact.Paused:
                (Status, _pausedAt) = (RunStatus.Paused, fact.At.UtcTicks);
                break;
            case RunFact.Resumed:
                Continue();
                break;
            case RunFact.AbortAsked f when AbortReason.Length == 0:
                AbortReason = f.By.Length == 0 ? f.Reason : $"{f.By}: {f.Reason}";
                break;
            case RunFact.AbortAsked:
                break;
            case RunFact.Asked f:
                _questions[Checked(f.Node)] = f.Question;
                break;
            case RunFact.Answered f:
                _notes[Checked(f.Node)] = f.Comment.Length == 0 ? f.By : $"{f.By}: {f.Comment}";
                break;
            case RunFact.CheckpointMade f:
                _checkpoints[f.Name] = Position;
                break;
            case RunFact.Restored f:
                Restore(f.Name);
                break;
            case RunFact.MonitorChecked f:
                RememberLook(f);
                break;
            case RunFact.RunEnded f:
                (Status, Message) = (f.Status, f.Message);
                break;
            default:
                throw new UnreachableException($"RunState has no case for {fact.GetType().Name}.");
        }

        Drain();
        Position++;
    }

    private int Checked(int node) => (uint)node < (uint)Count
        ? node
        : throw new InvalidOperationException($"Fact {Position} names node {node}, but the workflow has {Count} nodes.");

    /// <summary>Sets up the sums of nodes from <paramref name="first"/> on, which nobody has touched yet.</summary>
    private void Prepare(int first)
    {
        if (_nodes.Length < Count)
        {
            Array.Resize(ref _nodes, Math.Max(Count, _nodes.Length + (_nodes.Length / 2)));
        }

        for (var node = first; node < Count; node++)
        {
            ref var s = ref _nodes[node];
            s.Cause = -1;
            if (_plan[node] is StepSpec)
            {
                _stepCounts[(int)NodeStatus.Waiting]++;
            }

            if (_plan.ParentOf(node) is >= 0 and var parent)
            {
                _nodes[parent].OpenMembers++;
                _nodes[parent].OpenServices += IsService(node) ? 1 : 0;
                Add(ref s, ShareOfGroup(_nodes[parent].Status), 1);
            }

            AddNeeds(node, ref s);

            if (Position > 0)
            {
                _touched.Enqueue(node);
            }
        }
    }

    private void AddNeeds(int node, ref NodeState sums)
    {
        var always = _plan[node].Always;
        foreach (var (need, kind) in _plan.NeedsOf(node))
        {
            Add(ref sums, ShareOf(need, _nodes[need].Status, _nodes[need].Flags, kind, always), 1);
        }
    }

    private void StartGroup(int node)
    {
        if (_nodes[node].Status is NodeStatus.RetryWait)
        {
            _nodes[node].RetryAt = 0;
            Transition(node, NodeStatus.Waiting);
            ResetMembers(node);
        }

        ref var s = ref _nodes[node];
        s.Attempts++;
        s.Stop = StopCause.None;
        s.Flags &= ~NodeFlags.Forced;
        s.StartPosition = Position;
        if (s.Tries == 0)
        {
            // The time limit of a group counts from its first start: retries are inside it.
            s.StartedAt = LastFactAt.UtcTicks;
            s.DueAt = _plan[node].TimeLimit is { } limit ? s.StartedAt + limit.Ticks : 0;
        }

        Due.Add(s.DueAt, node);
        Transition(node, NodeStatus.Running);
        _groupsToSettle.Add(node);
    }

    private void StartAttempt(int node, int attempt)
    {
        ref var s = ref _nodes[node];
        s.Attempts = attempt;
        s.Stop = StopCause.None;
        s.StartedAt = LastFactAt.UtcTicks;
        s.StartPosition = Position;
        var step = (StepSpec)_plan[node];
        var limit = step.Action is StepAction.Wait wait ? wait.Duration : step.TimeLimit;
        s.DueAt = limit is { } duration ? s.StartedAt + duration.Ticks : 0;
        Due.Add(s.DueAt, node);
        if (step.Background?.ReadyWithin is { } within)
        {
            Due.Add(s.StartedAt + within.Ticks, node);
        }

        Transition(node, NodeStatus.Running);
    }

    private void StopAttempt(int node, StopCause cause)
    {
        ref var s = ref _nodes[node];
        s.Stop = cause;
        s.DueAt = 0;
        if (cause is StopCause.Restored && (s.Flags & NodeFlags.Anew) == 0)
        {
            s.Flags |= NodeFlags.Anew;
            _leaving++;
        }
    }

    private void EndAttempt(int node, AttemptEnd end, DateTimeOffset? retryAt)
    {
        ref var s = ref _nodes[node];
        _handles.Remove(node);
        _questions.Remove(node);
        if (end == AttemptEnd.Done)
        {
            _ends.Remove(node);
        }
        else
        {
            _ends[node] = end;
        }

        s.Losses = end.Outcome is AttemptOutcome.Lost ? s.Losses + 1 : 0;
        s.DueAt = 0;
        var flags = s.Flags & ~NodeFlags.Anew;
        if (end.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut)
        {
            _failures[node] = FailuresOf(node) + 1;
        }

        if ((s.Flags & NodeFlags.Anew) != 0)
        {
            _leaving--;
            _failures.Remove(node);
            Left(node);
        }
        else if (end.Outcome is AttemptOutcome.Succeeded)
        {
            Transition(node, NodeStatus.Succeeded, flags);
        }
        else if (retryAt is { } due)
        {
            s.Tries += end.Outcome is AttemptOutcome.Lost ? 0 : 1;
            s.DueAt = due.UtcTicks;
            Due.Add(s.DueAt, node);
            Transition(node, NodeStatus.RetryWait, flags & ~NodeFlags.Up);
        }
        else
        {
            s.Tries++;
            Transition(node, end.Outcome is AttemptOutcome.Cancelled ? NodeStatus.Cancelled : NodeStatus.Failed, flags);
        }
    }

    private void Skip(int node, SkipReason reason, string note)
    {
        _nodes[node].Skip = reason;
        _nodes[node].DueAt = 0;
        if (note.Length > 0)
        {
            _notes[node] = note;
        }

        if (reason is SkipReason.ByHand && _nodes[node].Status is NodeStatus.Failed or NodeStatus.Cancelled)
        {
            ReopenAbove(node);
        }

        Transition(node, NodeStatus.Skipped);
    }

    private void StopGroup(int node, StopCause cause, int causeNode, bool force)
    {
        if (node == 0)
        {
            if (Status is RunStatus.Paused)
            {
                Continue(); // What always runs goes on, and its clocks with it.
            }

            Status = RunStatus.Stopping;
        }

        var open = new Stack<int>([node]);
        while (open.TryPop(out var group))
        {
            ref var g = ref _nodes[group];
            g.Stop = g.Stop is StopCause.None || group == node ? cause : g.Stop;
            g.Flags |= force ? NodeFlags.Forced : NodeFlags.None;
            g.Cause = g.Cause < 0 ? causeNode : g.Cause;
            foreach (var member in _plan.MembersOf(group))
            {
                ref var m = ref _nodes[member];
                if (!force && _plan[member].Always)
                {
                    continue;
                }

                if (m.Status is NodeStatus.Waiting or NodeStatus.RetryWait or NodeStatus.Blocked)
                {
                    // The cause first: the members of a group share it, and what needs the node takes it over.
                    (m.DueAt, m.Cause) = (0, m.Status is NodeStatus.Blocked ? m.Cause : causeNode);
                    Transition(member, NodeStatus.Cancelled);
                }
                else if (m.Status is NodeStatus.Running && _plan[member] is GroupSpec)
                {
                    open.Push(member);
                }
            }

            _groupsToSettle.Add(group);
        }
    }

    private void EndGroup(int node, bool succeeded, string message, DateTimeOffset? retryAt)
    {
        ref var s = ref _nodes[node];
        _notes[node] = message;
        if (message.Length == 0)
        {
            _notes.Remove(node);
        }

        var cause = s.Cause;
        if (retryAt is { } due)
        {
            s.Tries++;
            Due.Add(due.UtcTicks, node);
            s.RetryAt = due.UtcTicks;
            Transition(node, NodeStatus.RetryWait);
            return;
        }

        s.DueAt = 0;
        var fromAbove = s.Stop != StopCause.None && node != 0 && _nodes[_plan.ParentOf(node)].Stop != StopCause.None;
        Transition(node, succeeded ? NodeStatus.Succeeded : fromAbove ? NodeStatus.Cancelled : NodeStatus.Failed);
        _nodes[node].Cause = succeeded ? -1 : cause;
    }

    private void Continue()
    {
        Status = RunStatus.Running;
        var pause = LastFactAt.UtcTicks - _pausedAt;

        // The clocks of open groups stood still meanwhile; attempts that went on kept theirs.
        var open = new Stack<int>([0]);
        while (open.TryPop(out var group))
        {
            ref var g = ref _nodes[group];
            if (g.Status is not (NodeStatus.Running or NodeStatus.RetryWait))
            {
                continue;
            }

            if (g.DueAt > 0)
            {
                g.DueAt += pause;
                Due.Add(g.DueAt, group);
            }

            foreach (var member in _plan.MembersOf(group))
            {
                if (_plan[member] is GroupSpec)
                {
                    open.Push(member);
                }
            }
        }
    }

    private void RememberLook(RunFact.MonitorChecked f)
    {
        var before = _monitors.GetValueOrDefault((f.Node, f.Monitor));
        var same = before is not null && before.Attempt == f.Attempt;
        _monitors[(f.Node, f.Monitor)] = new MonitorState(
            f.Attempt, f.At, f.Outcome, f.Text,
            (same ? before!.Looks : 0) + 1,
            (same ? before!.Alerts : 0) + (f.Outcome is MonitorOutcome.Alert ? 1 : 0));
    }
}
