using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Opening, stopping and ending of groups, and with the root the end of the run.</summary>
public sealed partial class RunRules
{
    private const int NamesShown = 3;

    private void StartGroup(int node, GroupSpec group)
    {
        Emit(new RunFact.GroupStarted(node, _now));
        if (group.ForEach is not { } fan || (_run[node].Flags & NodeFlags.FannedOut) != 0)
        {
            return;
        }

        var result = _expressions.Evaluate(fan.Items, new RunScope(_run, node));
        var items = ItemsOf(result.Value);
        var problem = result.Value is null ? $"'{fan.Items}' could not be evaluated: {result.Problem}."
            : items.IsDefault ? $"'{fan.Items}' gives no list to fan out over."
            : items.Length > fan.MaxItems ? $"'{fan.Items}' gives {items.Length} items; at most {fan.MaxItems} are allowed."
            : null;
        if (problem is not null)
        {
            EndGroup(node, false, problem);
        }
        else if (!items.IsEmpty)
        {
            Emit(new RunFact.FannedOut(node, items, _now));
        }
    }

    private static ImmutableArray<Value> ItemsOf(Value? value) => value switch
    {
        Value.List list => list.Items,
        Value.Map map => [.. map.Names.Select(n => Value.Map.From([new("name", Value.Of(n)), new("value", map[n])]))],
        _ => default,
    };

    /// <summary>Ends or stops the groups whose members have changed.</summary>
    private bool SettleGroups()
    {
        var groups = _run.GroupsToSettle;
        if (groups.Count == 0)
        {
            return false;
        }

        // Inner groups were noted before the ones above them; ending one may note the next.
        for (var i = 0; i < groups.Count; i++)
        {
            SettleGroup(groups[i]);
        }

        groups.Clear();
        return true;
    }

    private void SettleGroup(int node)
    {
        ref readonly var g = ref _run[node];
        if (g.Status is not NodeStatus.Running)
        {
            return;
        }

        if (g.OpenMembers == 0)
        {
            if (_run.IsLeftBelow(node))
            {
                return; // It is noted again when that step has ended.
            }

            EndGroup(node, g.FailedMembers == 0 && g.Stop is StopCause.None, "");
        }
        else if (g is { FailedMembers: > 0, Stop: StopCause.None } && _run.SpecOf(node) is GroupSpec { FailFast: true })
        {
            StopGroup(node, StopCause.Failure, g.Cause);
        }
        else if (g.OpenMembers == g.OpenServices)
        {
            StopServices(node);
        }
    }

    private void StopServices(int node)
    {
        foreach (var member in _run.MembersOf(node).ToArray())
        {
            switch (_run.StatusOf(member))
            {
                case NodeStatus.Running when _run.StopOf(member) is StopCause.None:
                    StopAttempt(member, StopCause.NoLongerNeeded);
                    break;
                case NodeStatus.Waiting or NodeStatus.RetryWait:
                    Emit(new RunFact.Skipped(member, SkipReason.Condition, "No longer needed.", _now));
                    break;
            }
        }
    }

    private void EndGroup(int node, bool succeeded, string problem)
    {
        var spec = _run.SpecOf(node);
        ref readonly var g = ref _run[node];
        var message = succeeded ? "" : problem.Length > 0 ? problem : WhyGroupFailed(node);
        var mayRetry = !succeeded && g.Stop is StopCause.None or StopCause.Failure
            && (node == 0 || _run.StopOf(_run.ParentOf(node)) is StopCause.None || spec.Always);
        var retryAt = mayRetry && !(node == 0 && g.Stop is not StopCause.None)
            ? _now + spec.Retry.DelayAfter(g.Tries + 1, _chance, null)
            : null;
        Emit(new RunFact.GroupEnded(node, succeeded, message, retryAt, _now));
        if (retryAt is null)
        {
            AfterEnd(node);
        }

        if (node == 0 && retryAt is null)
        {
            Emit(new RunFact.RunEnded(FinalStatus(succeeded), message, _now));
        }
    }

    private RunStatus FinalStatus(bool succeeded) => succeeded ? RunStatus.Succeeded : _run.StopOf(0) switch
    {
        StopCause.Aborted => RunStatus.Aborted,
        StopCause.TimedOut => RunStatus.TimedOut,
        _ => RunStatus.Failed,
    };

    private string WhyGroupFailed(int node)
    {
        var why = _run.StopOf(node) switch
        {
            StopCause.TimedOut =>
                $"Took longer than its time limit of {Times.DurationText.Write(_run.SpecOf(node).TimeLimit ?? TimeSpan.Zero)}.",
            StopCause.Aborted => _run.AbortReason.Length > 0 ? $"Aborted by {_run.AbortReason}." : "Aborted.",
            StopCause.Failure when node == 0 && _run.CauseOf(0) is >= 0 and var cause
                && _run.LastEndOf(cause) is { Message: { Length: > 0 } told } =>
                $"Stopped early by '{_run.IdOf(cause)}': {told}",
            StopCause.Stalled => "Nothing could start any more: what waited needed places that were held by groups that waited for it.",
            _ => "",
        };
        var failed = new List<string>();
        var more = 0;
        foreach (var member in _run.MembersOf(node))
        {
            if (_run.StatusOf(member) is NodeStatus.Failed && _run.SpecOf(member).OnFailure is not FailurePolicy.Continue)
            {
                if (failed.Count < NamesShown)
                {
                    failed.Add(_run.IdOf(member));
                }
                else
                {
                    more++;
                }
            }
        }

        var names = failed.Count == 0 ? "" : $"Failed: {string.Join(", ", failed)}{(more > 0 ? $" and {more} more" : "")}.";
        return string.Join(' ', new[] { why, names }.Where(t => t.Length > 0)) is { Length: > 0 } text ? text : "A member did not succeed.";
    }

    /// <summary>
    /// A run that can never go on is stopped and says why: a group that holds the last place while its members need something
    /// that waits for that place.
    /// </summary>
    private bool EndStall()
    {
        var stalled = !_run.HasEnded && !_run.IsPaused && _run.StepsThat(NodeStatus.Running) == 0 && NextDue is null;
        if (stalled)
        {
            StopGroup(0, StopCause.Stalled, -1, force: _run.StopOf(0) is not StopCause.None);
        }

        return stalled;
    }

    /// <summary>Stops a group: what has not started never will, what is under way is stopped.</summary>
    private void StopGroup(int node, StopCause cause, int causeNode, bool force = false)
    {
        Emit(new RunFact.GroupStopping(node, cause, causeNode, force, _now));
        var open = new Stack<int>([node]);
        while (open.TryPop(out var group))
        {
            foreach (var member in _run.MembersOf(group).ToArray())
            {
                if (_run.StatusOf(member) is not NodeStatus.Running || (!force && _run.SpecOf(member).Always))
                {
                    continue;
                }

                if (_run.SpecOf(member) is GroupSpec)
                {
                    open.Push(member);
                }
                else if (_run.StopOf(member) is StopCause.None)
                {
                    StopAttempt(member, cause);
                }
            }
        }
    }
}
