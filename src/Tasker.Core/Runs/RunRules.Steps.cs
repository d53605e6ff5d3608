using Tasker.Core.Answers;
using Tasker.Core.Templates;
using Tasker.Core.Times;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Starting, ending and stopping of attempts.</summary>
public sealed partial class RunRules
{
    private static readonly AttemptEnd Stopped = new(AttemptOutcome.Cancelled, null, null, "", Value.Map.Empty);

    private void Start(int node)
    {
        if (_run.SpecOf(node) is GroupSpec group)
        {
            StartGroup(node, group);
            return;
        }

        var step = (StepSpec)_run.SpecOf(node);
        Emit(new RunFact.AttemptStarted(node, _run.AttemptsOf(node) + 1, _now));
        switch (step.Action)
        {
            case StepAction.Check check:
                EndAttempt(node, Evaluate(node, check));
                break;
            case StepAction.Aggregate aggregate:
                EndAttempt(node, Aggregates.Do(_run, node, aggregate, _now));
                break;
            case StepAction.Note note:
                EndAttempt(node, Noted(note));
                break;
            case StepAction.Approve approve:
                Ask(node, approve);
                break;
        }
    }

    private static AttemptEnd Noted(StepAction.Note note)
    {
        var outputs = Value.Map.From([new("note", Value.Of(note.Text))]);
        return AttemptEnd.DoneInProcess with { Outputs = note.IsUnproven ? outputs.With("proven", Value.False) : outputs };
    }

    private AttemptEnd Evaluate(int node, StepAction.Check check)
    {
        var result = _expressions.Evaluate(check.Expression, new RunScope(_run, node));
        if (result.Value is not { } value)
        {
            return AttemptEnd.Failure($"'{check.Expression}' could not be evaluated: {result.Problem}.");
        }

        return Expressions.Truth.Of(value)
            ? AttemptEnd.DoneInProcess
            : AttemptEnd.Failure(check.Message.Length > 0 ? check.Message : $"'{check.Expression}' is not true.");
    }

    /// <summary>Puts the question as things are now; one that cannot be filled in is asked of nobody.</summary>
    private void Ask(int node, StepAction.Approve approve)
    {
        var template = Template.Parse(approve.Message, default);
        var filled = template.Value?.Render(new RunScope(_run, node));
        if (filled?.Text is { } question)
        {
            Emit(new RunFact.Asked(node, _run.AttemptsOf(node), question, _now));
            return;
        }

        EndAttempt(node, AttemptEnd.Failure($"The question could not be filled in: {filled?.Problem ?? template.Diagnostics[0].What}"));
    }

    private void StopAttempt(int node, StopCause cause)
    {
        Emit(new RunFact.AttemptStopping(node, _run.AttemptsOf(node), cause, _now));
        if (((StepSpec)_run.SpecOf(node)).Action.IsDoneByRules)
        {
            EndAttempt(node, Stopped);
        }
    }

    private void EndAttempt(int node, AttemptEnd reported)
    {
        var step = (StepSpec)_run.SpecOf(node);
        var end = Judge(node, step, reported);
        var retryAt = RetryAt(node, step, end);
        Emit(new RunFact.AttemptEnded(node, _run.AttemptsOf(node), end, retryAt, _now));
        AfterEnd(node);
    }

    /// <summary>What an end means: work that we told to stop has not succeeded, whatever its exit code says.</summary>
    private AttemptEnd Judge(int node, StepSpec step, AttemptEnd end)
    {
        var above = _run.StopOf(_run.ParentOf(node)) is not StopCause.None && !step.Always;
        return _run.StopOf(node) switch
        {
            StopCause.None when end.Outcome is AttemptOutcome.Cancelled =>
                end with
                {
                    Outcome = AttemptOutcome.Failed,
                    Message = end.Message.Length > 0 ? end.Message : "It was stopped from outside.",
                },
            StopCause.None when end.Outcome is AttemptOutcome.Lost && _run[node].Losses >= MostLosses =>
                end with
                {
                    Outcome = AttemptOutcome.Failed,
                    Message = $"Lost with its owner {MostLosses + 1} times in a row; not tried again.",
                },
            StopCause.None => end,
            StopCause.TimedOut when !above => end with
            {
                Outcome = AttemptOutcome.TimedOut,
                Message = $"Took longer than its time limit of {DurationText.Write(step.TimeLimit ?? TimeSpan.Zero)}.",
            },
            StopCause.NotReady when !above => end with
            {
                Outcome = AttemptOutcome.Failed,
                Message = $"Was not up within {DurationText.Write(step.Background?.ReadyWithin ?? TimeSpan.Zero)}.",
            },
            StopCause.NoLongerNeeded => end with { Outcome = AttemptOutcome.Succeeded, Message = "" },
            _ => end with { Outcome = AttemptOutcome.Cancelled },
        };
    }

    private DateTimeOffset? RetryAt(int node, StepSpec step, AttemptEnd end)
    {
        if (_run.StopOf(_run.ParentOf(node)) is not StopCause.None && !step.Always)
        {
            return null;
        }

        return end.Outcome switch
        {
            AttemptOutcome.Lost => _now,
            AttemptOutcome.Failed when step.Action is StepAction.Approve => null, // Asked again, a person would say no again.
            AttemptOutcome.Failed or AttemptOutcome.TimedOut when _run[node].Losses < MostLosses
                || end.Outcome is AttemptOutcome.TimedOut =>
                _now + step.Retry.DelayAfter(_run.TriesOf(node) + 1, _chance, end.ExitCode),
            _ => null,
        };
    }

    private void AfterEnd(int node)
    {
        var spec = _run.SpecOf(node);
        switch (_run.StatusOf(node))
        {
            case NodeStatus.Succeeded when spec.Checkpoint is { } name:
                Emit(new RunFact.CheckpointMade(name, _now));
                break;
            case NodeStatus.Failed when spec.OnFailure is FailurePolicy.Stop && _run.StopOf(0) is StopCause.None:
                StopGroup(0, StopCause.Failure, _run.CauseOf(node) is >= 0 and var cause ? cause : node);
                break;
        }
    }

    private string? Answer(RunInput.Answer x)
    {
        if (_run.SpecOf(x.Node) is not StepSpec { Action: StepAction.Approve })
        {
            return $"'{_run.IdOf(x.Node)}' is no approval step.";
        }

        if (_run.StatusOf(x.Node) is not NodeStatus.Running || _run.AttemptsOf(x.Node) != x.Attempt)
        {
            return $"'{_run.IdOf(x.Node)}' does not wait for an answer; it is {_run.StatusOf(x.Node)}.";
        }

        Emit(new RunFact.Answered(x.Node, _run.AttemptsOf(x.Node), x.Approved, x.By, x.Comment, _now));
        var outputs = Value.Map.From([new("by", Value.Of(x.By)), new("comment", Value.Of(x.Comment))]);
        EndAttempt(x.Node, x.Approved
            ? AttemptEnd.DoneInProcess with { Outputs = outputs }
            : AttemptEnd.Failure(x.Comment.Length > 0 ? $"Refused by {x.By}: {x.Comment}" : $"Refused by {x.By}.") with
            {
                Outputs = outputs,
            });
        return null;
    }

    private bool FireTimers()
    {
        var fired = false;
        while (_run.Due.TryPeek(out var node, out var due) && due <= _now.UtcTicks)
        {
            _run.Due.Pop();
            if (Holds(node, due))
            {
                fired = true;
                Fire(node, due);
            }
        }

        return fired;
    }

    private void Fire(int node, long due)
    {
        ref readonly var s = ref _run[node];
        if (s.Status is NodeStatus.RetryWait && (_run.SpecOf(node) is StepSpec || s.RetryAt == due))
        {
            _run.Admission.Add(node);
        }
        else if (_run.SpecOf(node) is GroupSpec)
        {
            StopGroup(node, StopCause.TimedOut, -1);
        }
        else if (_run.SpecOf(node) is StepSpec { Action: StepAction.Wait })
        {
            EndAttempt(node, AttemptEnd.DoneInProcess);
        }
        else
        {
            StopAttempt(node, s.DueAt == due ? StopCause.TimedOut : StopCause.NotReady);
        }
    }

    /// <summary>Whether a timer still means something.</summary>
    private bool Holds(int node, long due)
    {
        ref readonly var s = ref _run[node];
        if (_run.SpecOf(node) is GroupSpec)
        {
            return (s.Status is NodeStatus.RetryWait && s.RetryAt == due)
                || (s.Status is NodeStatus.Running or NodeStatus.RetryWait && s.DueAt == due && s.Stop is StopCause.None && !_run.IsPaused);
        }

        return s.Status switch
        {
            NodeStatus.RetryWait => s.DueAt == due,
            NodeStatus.Running when s.Stop is StopCause.None => s.DueAt == due
                || (!_run.IsUp(node) && _run.SpecOf(node) is StepSpec { Background.ReadyWithin: { } within }
                    && s.StartedAt + within.Ticks == due),
            _ => false,
        };
    }
}
