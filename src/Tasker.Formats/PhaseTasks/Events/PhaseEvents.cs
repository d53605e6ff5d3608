using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Formats.PhaseTasks.Events;

/// <summary>Tells the events of an execution as its facts become durable.</summary>
/// <remarks>
/// A new run begins with <c>execution:start</c>; one that was taken over from a process that died begins with <c>execution:resume</c>. What
/// was told before is not told again.
/// </remarks>
/// <param name="tell">Gets each event, in order, from the run's own loop; returns soon.</param>
public sealed class PhaseEvents(Action<PhaseEvent> tell) : IProjection
{
    private RunState _run = null!;
    private long _position;
    private DateTimeOffset _at;

    /// <inheritdoc/>
    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(facts);
        (_run, _position, _at) = (view, Math.Max(0, facts.Count - 1), view.LastFactAt);
        if (facts.All(fact => fact is RunFact.RunCreated or RunFact.Adopted))
        {
            Tell("execution:start", PhaseExecution.Of(view).Summary());
        }
        else if (!view.HasEnded)
        {
            Tell("execution:resume", Named([new("by", Value.Of("a new process"))]));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        (_run, _position) = (view, position);
        foreach (var fact in facts)
        {
            _at = fact.At;
            Take(fact);
            _position++;
        }

        return ValueTask.CompletedTask;
    }

    private void Take(RunFact fact)
    {
        switch (fact)
        {
            case RunFact.GroupStarted f when IsPhase(f.Node):
                Tell("phase:start", OfPhase(f.Node));
                break;
            case RunFact.GroupEnded f when IsPhase(f.Node):
                PhaseEnded(f);
                break;
            case RunFact.Skipped f when IsPhase(f.Node):
                Tell("phase:skipped", OfPhase(f.Node));
                break;
            case RunFact.Skipped f when _run.SpecOf(f.Node) is StepSpec:
                Tell("step:skipped", OfStep(f.Node));
                break;
            case RunFact.AttemptStarted f:
                Tell("step:start", OfStep(f.Node).With("attempt", Value.Of(f.Attempt)));
                TellAgent("agent:start", f.Node, f.Attempt, []);
                break;
            case RunFact.AttemptEnded f:
                AttemptEnded(f);
                break;
            case RunFact.CheckpointMade f:
                Tell("checkpoint:created", Named([new("label", Value.Of(f.Name))]));
                break;
            case RunFact.Restored f:
                Tell("checkpoint:restored", Named([new("label", Value.Of(f.Name))]));
                break;
            case RunFact.Paused f:
                Tell("execution:pause", Named([new("by", Value.Of(f.By))]));
                break;
            case RunFact.Resumed f:
                Tell("execution:resume", Named([new("by", Value.Of(f.By))]));
                break;
            case RunFact.GroupStopping { Node: 0 } f:
                Tell("execution:stopping", Named([new("reason", Value.Of(Reason(f.Cause)))]));
                break;
            case RunFact.RunEnded f:
                Ended(f);
                break;
        }
    }

    private void PhaseEnded(RunFact.GroupEnded f)
    {
        var outcome = PhaseOutcome.Of(_run, f.Node);
        var took = OfPhase(f.Node).With("duration", Milliseconds(f.At, f.Node));
        if (f.Succeeded)
        {
            Tell("phase:complete", took.With("outputs", outcome.Outputs));
            return;
        }

        took = took.With("error", Value.Of(f.Message));
        Tell("phase:failed", f.RetryAt is { } again ? took.With("retryAt", Value.Of(again.ToUnixTimeMilliseconds())) : took);
    }

    private void AttemptEnded(RunFact.AttemptEnded f)
    {
        var about = OfStep(f.Node).With("attempt", Value.Of(f.Attempt)).With("duration", Milliseconds(f.At, f.Node));
        if (f.End.Outcome is AttemptOutcome.Succeeded)
        {
            TellAgent("agent:complete", f.Node, f.Attempt, [new("response", f.End.Outputs["answer"])]);
            Tell("step:complete",
                _run.SpecOf(f.Node) is StepSpec { Action: StepAction.Agent } ? about : about.With("outputs", f.End.Outputs));
            return;
        }

        KeyValuePair<string, Value>[] why =
        [
            new("error", Value.Of(f.End.Message.Length > 0 ? f.End.Message : f.End.Outcome.ToString())),
            .. f.RetryAt is { } again
                ? [new("retryAt", Value.Of(again.ToUnixTimeMilliseconds()))]
                : Array.Empty<KeyValuePair<string, Value>>(),
        ];
        TellAgent("agent:failed", f.Node, f.Attempt, why);
        Tell("step:failed", why.Aggregate(about, (map, field) => map.With(field.Key, field.Value)));
    }

    private void Ended(RunFact.RunEnded f)
    {
        var execution = PhaseExecution.Of(_run);
        switch (f.Status)
        {
            case RunStatus.Succeeded:
                Tell("execution:complete", Named([]).With("result", execution.Result()));
                break;
            case RunStatus.TimedOut:
                Tell("execution:timeout", Named([new("error", Value.Of(f.Message))]).With("result", execution.Result()));
                break;
            case RunStatus.Aborted:
                Tell("execution:abort", Named([new("reason", Value.Of(f.Message))]).With("result", execution.Result()));
                break;
            default:
                Tell("execution:error", Named([new("error", Value.Of(f.Message))]).With("result", execution.Result()));
                break;
        }
    }

    private static string Reason(StopCause cause) => cause switch
    {
        StopCause.TimedOut => "the time limit is reached",
        StopCause.Aborted => "it was aborted",
        StopCause.Stalled => "nothing can go on",
        _ => "something failed",
    };

    private void TellAgent(string name, int node, int attempt, IEnumerable<KeyValuePair<string, Value>> more)
    {
        if (_run.SpecOf(node) is StepSpec { Action: StepAction.Agent agent })
        {
            var about = Named([new("agent", Value.Of(agent.Name)), new("phase", PhaseOf(node)), new("attempt", Value.Of(attempt))]);
            Tell(name, more.Aggregate(about, (map, field) => map.With(field.Key, field.Value)));
        }
    }

    /// <summary>The groups that a phase task calls so; of a workflow that does not come from one, every group.</summary>
    private bool IsPhase(int node) => _run.Workflow.FrontDoor == PhaseTranslator.FrontDoor
        ? _run.SpecOf(node).Labels.ContainsKey(PhaseLabels.Phase)
        : node > 0 && _run.SpecOf(node) is GroupSpec;

    private Value.Map OfPhase(int node) => Named([new("phase", Value.Of(PhaseOutcome.NameOf(_run, node)))]);

    private Value.Map OfStep(int node) => Named(
    [
        new("phase", PhaseOf(node)), new("step", Value.Of(_run.IdOf(node))),
        new("type", Value.Of(_run.SpecOf(node).Labels.GetValueOrDefault(PhaseLabels.Step, ""))),
        new("title", Value.Of(_run.SpecOf(node).DisplayName)),
    ]);

    private Value PhaseOf(int node) => _run.ParentOf(node) is > 0 and var group ? Value.Of(PhaseOutcome.NameOf(_run, group)) : Value.None;

    private Value Milliseconds(DateTimeOffset end, int node) =>
        _run.StartedAt(node) is { } start && end >= start ? Value.Of(Math.Floor((end - start).TotalMilliseconds)) : Value.Of(0);

    private Value.Map Named(IEnumerable<KeyValuePair<string, Value>> fields) =>
        Value.Map.From(fields.Prepend(new("id", Value.Of(_run.RunId))));

    private void Tell(string name, Value.Map data) => tell(new PhaseEvent(name, _at, _position, data));
}
