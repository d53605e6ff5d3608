using System.Diagnostics;
using Tasker.Core.Values;

namespace Tasker.Core.Runs;

/// <summary>
/// Every decision about a run: what an input makes of its state. Pure: the same state, input and time give the same facts.
/// </summary>
/// <remarks>
/// Facts are folded into the state as they are decided, so the state is ahead of the journal until the caller has made them durable;
/// if that fails, the state must be thrown away and folded anew. The caller begins work only after that: what is owed can be read
/// from the facts, and after a crash from the state (<see cref="RunState.RunningSteps"/>, <see cref="NextDue"/>).
/// </remarks>
public sealed partial class RunRules
{
    /// <summary>How often in a row an attempt may be lost with its owner before the step fails.</summary>
    public const int MostLosses = 5;

    private readonly RunState _run;
    private readonly ExpressionCache _expressions = new();
    private List<RunFact> _facts = [];
    private DateTimeOffset _now;
    private double _chance;

    /// <summary>The rules of one run.</summary>
    public RunRules(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = run;
    }

    /// <summary>The first fact of a run, and what follows from it.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="workflowHash">Content hash of its workflow.</param>
    /// <param name="inputs">What it is given; checked by the caller.</param>
    /// <param name="continues">The run whose finished work it takes over; null for none.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="facts">Gets the facts.</param>
    public void Create(string runId, string workflowHash, Value.Map inputs, string? continues, DateTimeOffset now, List<RunFact> facts)
    {
        Begin(now, facts);
        Emit(new RunFact.RunCreated(runId, workflowHash, inputs, continues, _now));
    }

    /// <summary>Decides what follows from an input.</summary>
    /// <param name="input">The input; one that no longer applies makes no facts.</param>
    /// <param name="now">The time, in UTC; taken as the time of the last fact when the clock went backwards.</param>
    /// <param name="facts">Gets the facts, in order.</param>
    /// <returns>Why a request was refused, for people; null when it was not.</returns>
    public string? Decide(RunInput input, DateTimeOffset now, List<RunFact> facts)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_run.HasEnded)
        {
            return input
                is RunInput.Tick or RunInput.AttemptEnded or RunInput.AttemptBegan or RunInput.AttemptReady or RunInput.MonitorChecked
                ? null
                : $"Run '{_run.RunId}' has ended ({_run.Status}); an ended run never changes."
                    + (_run.Status is not RunStatus.Succeeded ? $" 'tasker runs retry {_run.RunId}' does what is not done in a new run."
                        : _run.Workflow.Source.Length > 0 ? $" 'tasker run {_run.Workflow.Source}' runs the plan anew." : "");
        }

        Begin(now, facts);
        var refusal = Handle(input);
        Settle();
        return refusal;
    }

    /// <summary>When the next timer is due: the caller then decides <see cref="RunInput.Tick"/>. Null: no timer is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (!_run.HasEnded && _run.Due.TryPeek(out var node, out var due))
            {
                if (Holds(node, due))
                {
                    return new DateTimeOffset(due, TimeSpan.Zero);
                }

                _run.Due.Pop();
            }

            return null;
        }
    }

    private string? Handle(RunInput input)
    {
        switch (input)
        {
            case RunInput.Tick:
                return null;
            case RunInput.AttemptBegan x when IsUnderWay(x.Node, x.Attempt) && _run.HandleOf(x.Node) != x.Handle:
                Emit(new RunFact.AttemptBegan(x.Node, x.Attempt, x.Handle, _now));
                return null;
            case RunInput.AttemptReady x when IsUnderWay(x.Node, x.Attempt) && !_run.IsUp(x.Node):
                Emit(new RunFact.AttemptReady(x.Node, x.Attempt, _now));
                return null;
            case RunInput.AttemptEnded x when IsUnderWay(x.Node, x.Attempt):
                _chance = x.Chance;
                EndAttempt(x.Node, x.End);
                return null;
            case RunInput.MonitorChecked x when IsUnderWay(x.Node, x.Attempt):
                Emit(new RunFact.MonitorChecked(x.Node, x.Attempt, x.Monitor, x.Outcome, x.Text, _now));
                return null;
            case RunInput.AttemptBegan or RunInput.AttemptReady or RunInput.AttemptEnded or RunInput.MonitorChecked:
                return null; // Told twice or too late: the first report counts.
            case RunInput.Pause x:
                return Pause(x.By);
            case RunInput.Resume x:
                return Resume(x.By);
            case RunInput.Abort x:
                return Abort(x.By, x.Reason);
            case RunInput.Skip x:
                return OfKnownNode(x.Node) ?? Skip(x.Node, x.By);
            case RunInput.Retry x:
                return OfKnownNode(x.Node) ?? Retry(x.Node, x.By);
            case RunInput.Answer x:
                return OfKnownNode(x.Node) ?? Answer(x);
            case RunInput.AddNodes x:
                return OfKnownNode(x.Parent) ?? AddNodes(x.Parent, x.Nodes);
            case RunInput.Adopt x:
                return OfKnownNode(x.Node) ?? Adopt(x);
            case RunInput.Checkpoint x:
                Emit(new RunFact.CheckpointMade(x.Name, _now));
                return null;
            case RunInput.Restore x:
                return Restore(x.Name);
            default:
                throw new UnreachableException($"Decide has no case for {input.GetType().Name}.");
        }
    }

    /// <summary>Decides until nothing moves: groups that end, conditions, free places, timers.</summary>
    private void Settle()
    {
        do
        {
            while (SettleGroups() | LookAtEligible() | FireTimers() | Admit())
            {
            }
        }
        while (EndStall());
        _run.Due.Compact(_run.StepsThat(NodeStatus.Running) + _run.StepsThat(NodeStatus.RetryWait) + 64, Holds);
    }

    private bool LookAtEligible()
    {
        var eligible = _run.Eligible;
        if (eligible.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < eligible.Count; i++)
        {
            var node = eligible[i];
            if (!_run.IsEligible(node))
            {
                continue;
            }

            if (_run[node].Skipped > 0 && !_run.SpecOf(node).Always)
            {
                Emit(new RunFact.Skipped(node, SkipReason.Upstream, "", _now));
            }
            else
            {
                _run.Admission.Add(node);
            }
        }

        eligible.Clear();
        return true;
    }

    private bool Holds(int node, string condition, out string? problem)
    {
        var result = _expressions.Evaluate(condition, new RunScope(_run, node));
        problem = result.Problem is { } text ? $"The condition could not be evaluated: {text}." : null;
        return result.Value is { } value && Expressions.Truth.Of(value);
    }

    private bool Admit()
    {
        if (_run.IsPaused)
        {
            return false;
        }

        var moved = false;
        while (_run.Admission.Take(MayStart) is >= 0 and var node)
        {
            moved = true;
            if (_run.StatusOf(node) is NodeStatus.Waiting && _run.SpecOf(node).Condition is { } condition
                && !Holds(node, condition, out var problem))
            {
                // Asked at the moment of starting, not before: a recovered run asks at the same moment.
                Emit(new RunFact.Skipped(node, SkipReason.Condition, problem ?? "", _now));
                continue;
            }

            Start(node);
            if (_run.GroupsToSettle.Count > 0)
            {
                break; // A check or an empty group has ended at once; what follows from that comes first.
            }
        }

        return moved;
    }

    private bool MayStart(int node)
    {
        ref readonly var s = ref _run[node];
        return s.Status switch
        {
            NodeStatus.Waiting => _run.IsEligible(node),
            NodeStatus.RetryWait => (s.RetryAt != 0 ? s.RetryAt : s.DueAt) <= _now.UtcTicks,
            _ => false,
        };
    }

    private bool IsUnderWay(int node, int attempt) =>
        (uint)node < (uint)_run.Count && _run.StatusOf(node) is NodeStatus.Running && _run.AttemptsOf(node) == attempt
        && _run.SpecOf(node) is Workflows.StepSpec;

    private string? OfKnownNode(int node) =>
        (uint)node < (uint)_run.Count ? null : $"Run '{_run.RunId}' has no node {node}.";

    private void Begin(DateTimeOffset now, List<RunFact> facts)
    {
        // Journals keep microseconds; deciding with the same precision makes a replay equal to the live run.
        var ticks = now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond);
        _now = new DateTimeOffset(Math.Max(ticks, _run.LastFactAt.UtcTicks), TimeSpan.Zero);
        _facts = facts;
    }

    private void Emit(RunFact fact)
    {
        _run.Apply(fact);
        _facts.Add(fact);
    }
}
