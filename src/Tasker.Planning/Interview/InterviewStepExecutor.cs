using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Planning.Agents;

namespace Tasker.Planning.Interview;

/// <summary>Does the steps of an interview that are no agent's, inside this process. An attempt that a crash has cut off is simply done again.</summary>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks a person; null for an answer: nobody is there.</param>
public sealed class InterviewStepExecutor(TimeProvider time, Func<string, CancellationToken, Task<string?>> ask) : IExecutor
{
    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Custom custom && custom.Type.StartsWith(InterviewNames.Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        return PlanStep.RunAsync(() => DoAsync(order, (StepAction.Custom)order.Action, stop), stop);
    }

    /// <inheritdoc/>
    public Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) => RunAsync(order, observer, stop);

    private async Task<AttemptEnd> DoAsync(AttemptOrder order, StepAction.Custom action, CancellationToken stop)
    {
        var files = new InterviewFiles(order.Root, SpecSession.Read(order.Root).Slug);
        var (work, agent, round) = (new InterviewWork(files, time, ask), action.With["agent"].ToText(), (int)((action.With["round"] as Value.Number)?.Amount ?? 0));
        switch (action.Type)
        {
            case InterviewNames.Scope:
                return PlanStep.Unless(await work.ScopeAsync(stop));
            case InterviewNames.Brief:
                var prompt = work.Brief(agent, round);
                return PlanStep.Done(("needed", Value.Of(prompt is not null)), ("prompt", Value.Of(prompt ?? "")));
            case InterviewNames.Check:
                return PlanStep.Unless(await work.CheckAsync(agent, round, stop));
            case InterviewNames.Ask:
                var (hasMore, problem) = await work.AskAsync(round, stop);
                return problem is null ? PlanStep.Done(("more", Value.Of(hasMore))) : AttemptEnd.Failure(problem);
            case InterviewNames.Gate:
                return PlanStep.Unless(await work.GateAsync(stop));
            case InterviewNames.Review:
                return PlanStep.Unless(await work.ReviewAsync(stop));
            default:
                return AttemptEnd.Failure($"There is no step type '{action.Type}'.");
        }
    }
}
