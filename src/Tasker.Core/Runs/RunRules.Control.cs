using System.Collections.Immutable;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>What people ask of a run: pause, resume, abort, skip, retry, restore, more nodes.</summary>
public sealed partial class RunRules
{
    private const int MostOfReason = 500;

    private string? Pause(string by)
    {
        switch (_run.Status)
        {
            case RunStatus.Paused:
                return null;
            case RunStatus.Running:
                Emit(new RunFact.Paused(by, _now));
                return null;
            default:
                return $"Run '{_run.RunId}' is being stopped; it cannot be paused. {AfterStop}";
        }
    }

    private string? Resume(string by)
    {
        if (_run.Status is RunStatus.Paused)
        {
            Emit(new RunFact.Resumed(by, _now));
        }

        return _run.Status is RunStatus.Stopping ? $"Run '{_run.RunId}' is being stopped; it cannot be resumed. {AfterStop}" : null;
    }

    private string AfterStop => $"Once it has ended, 'tasker runs retry {_run.RunId}' does what is not done in a new run.";

    private string? Abort(string by, string reason)
    {
        var isNew = _run.StopOf(0) is StopCause.None || (_run[0].Flags & NodeFlags.Forced) == 0;
        if (isNew && OneLine(reason) is { Length: > 0 } why)
        {
            Emit(new RunFact.AbortAsked(by, why, _now));
        }

        if (_run.StatusOf(0) is NodeStatus.Waiting)
        {
            Start(0); // Aborted before it began: it opens, so that it can end.
        }

        if (_run.StopOf(0) is StopCause.None)
        {
            StopGroup(0, StopCause.Aborted, -1);
        }
        else if ((_run[0].Flags & NodeFlags.Forced) == 0)
        {
            StopGroup(0, StopCause.Aborted, -1, force: true);
        }

        return null;
    }

    /// <summary>A text of a person, fit for messages: one line, no control characters, no full stop.</summary>
    private static string OneLine(string text)
    {
        var plain = text.Take(MostOfReason).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        var line = new string([.. plain]).Trim().TrimEnd('.');
        return line.Length > 0 && char.IsHighSurrogate(line[^1]) ? line[..^1] : line;
    }

    private string? Skip(int node, string by)
    {
        var id = _run.IdOf(node);
        if (WhyNoChange(node) is { } refusal)
        {
            return refusal;
        }

        switch (_run.StatusOf(node))
        {
            case NodeStatus.Running:
                return $"'{id}' is under way; it can be stopped with the run ('tasker runs abort'), not skipped.";
            case NodeStatus.Succeeded:
                return $"'{id}' has succeeded; there is nothing to skip. 'tasker explain {_run.RunId}' tells what the rest waits for.";
            case NodeStatus.Skipped when _run.SkipOf(node) is SkipReason.ByHand:
                return null;
            case NodeStatus.Skipped:
                return $"'{id}' was skipped already. 'tasker explain {_run.RunId} {id}' tells why.";
            default:
                Emit(new RunFact.Skipped(node, SkipReason.ByHand, $"Skipped by {by}.", _now));
                return null;
        }
    }

    private string? Retry(int node, string by)
    {
        var id = _run.IdOf(node);
        if (WhyNoChange(node) is { } refusal)
        {
            return refusal;
        }

        switch (_run.StatusOf(node))
        {
            case NodeStatus.Waiting:
                return null;
            case NodeStatus.Running:
                return $"'{id}' is under way already. 'tasker runs logs {_run.RunId} {id}' shows what it does; "
                    + $"'tasker runs abort {_run.RunId}' stops the run.";
            case NodeStatus.Succeeded:
                return $"'{id}' has succeeded. {Anew}";
            case NodeStatus.Blocked:
                return _run.CauseOf(node) is >= 0 and var cause
                    ? $"'{id}' is blocked by '{_run.IdOf(cause)}'; retry that: 'tasker runs retry {_run.RunId} {_run.IdOf(cause)}'."
                    : $"'{id}' is blocked by what it needs; 'tasker explain {_run.RunId} {id}' names it.";
            default:
                Emit(new RunFact.RetryAsked(node, by, _now));
                return null;
        }
    }

    /// <summary>How what has succeeded is run anew.</summary>
    private string Anew => _run.Checkpoints.Count > 0
        ? $"'tasker runs restore {_run.RunId} NAME' runs anew what ended after a checkpoint; "
            + $"there are: {string.Join(", ", _run.Checkpoints)}."
        : "Only what ended after a checkpoint can be run anew, and none was made; "
            + $"'tasker runs checkpoint {_run.RunId} NAME' makes one.";

    private string? WhyNoChange(int node)
    {
        if (node == 0)
        {
            return "The run itself is retried by 'tasker runs retry' once it has ended, and stopped by 'tasker runs abort'.";
        }

        for (var at = _run.ParentOf(node); at >= 0; at = _run.ParentOf(at))
        {
            if (_run.StopOf(at) is not StopCause.None && _run.StatusOf(at) is NodeStatus.Running)
            {
                return at == 0
                    ? $"Run '{_run.RunId}' is being stopped; nothing in it can change. {AfterStop}"
                    : $"'{_run.IdOf(at)}' is being stopped; nothing in it can change. "
                        + $"Once it has ended, 'tasker runs retry {_run.RunId} {_run.IdOf(at)}' does it again.";
            }
        }

        return null;
    }

    private string WithoutCheckpoint => $"'tasker runs checkpoint {_run.RunId} NAME' remembers a point from now on; "
        + $"'tasker runs retry {_run.RunId} STEP' tries a failed step again.";

    private string? AddNodes(int parent, ImmutableArray<NodeSpec> nodes)
    {
        if (_run.SpecOf(parent) is GroupSpec { ForEach: not null })
        {
            return $"'{_run.IdOf(parent)}' gets its members from its list; add to the list, or to another group.";
        }

        if (_run.SpecOf(parent) is not GroupSpec)
        {
            return $"'{_run.IdOf(parent)}' is a step; only groups take nodes.";
        }

        if (_run.StatusOf(parent) >= NodeStatus.Succeeded || _run.StopOf(parent) is not StopCause.None)
        {
            return $"'{_run.IdOf(parent)}' has ended or is being stopped; it takes no more nodes.";
        }

        if (nodes.IsDefaultOrEmpty)
        {
            return null;
        }

        if (_run.WhyNotAdd(parent, nodes) is { } why)
        {
            return why;
        }

        Emit(new RunFact.NodesAdded(parent, nodes, _now));
        return null;
    }

    private string? Adopt(RunInput.Adopt x)
    {
        if (_run.SpecOf(x.Node) is not StepSpec || _run.StatusOf(x.Node) is not (NodeStatus.Waiting or NodeStatus.Blocked))
        {
            return _run.StatusOf(x.Node) is NodeStatus.Succeeded ? null : $"'{_run.IdOf(x.Node)}' is no step that waits.";
        }

        Emit(new RunFact.Adopted(x.Node, x.Outputs, x.From, _now));
        return null;
    }

    private string? Restore(string name)
    {
        if (!_run.HasCheckpoint(name))
        {
            var known = _run.Checkpoints;
            return $"There is no checkpoint '{name}'. "
                + (known.Count == 0
                    ? $"This run has made none. {(_run.StopOf(0) is StopCause.None ? WithoutCheckpoint : AfterStop)}"
                    : Diagnostics.Suggestions.DidYouMean(name, known, $"There are: {string.Join(", ", known)}."));
        }

        if (_run.StopOf(0) is not StopCause.None)
        {
            return $"Run '{_run.RunId}' is being stopped; it cannot be restored. {AfterStop}";
        }

        var since = _run.CheckpointPosition(name);
        foreach (var node in _run.RunningSteps())
        {
            // Also what is being stopped for another reason: whatever that was, it is run anew.
            if (_run[node].StartPosition > since && _run.StopOf(node) is not StopCause.Restored)
            {
                StopAttempt(node, StopCause.Restored);
            }
        }

        Emit(new RunFact.Restored(name, _now));
        return null;
    }
}
