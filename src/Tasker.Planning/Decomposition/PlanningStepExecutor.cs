using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Planning.Agents;
using Tasker.Planning.Archives;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Decomposition;

/// <summary>Does the steps of planning that are no agent's, inside this process. An attempt that a crash has cut off is simply done again.</summary>
/// <param name="time">The clock.</param>
public sealed class PlanningStepExecutor(TimeProvider time) : IExecutor
{
    private const string Owner = "tasker plan";

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Custom custom && custom.Type.StartsWith(PlanningNames.Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        return PlanStep.RunAsync(() => DoAsync(order, (StepAction.Custom)order.Action, stop), stop);
    }

    /// <inheritdoc/>
    public Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) => RunAsync(order, observer, stop);

    private static async Task ArchiveAsync(PlanStore store, CancellationToken stop)
    {
        var state = store.Read();
        if (!LatestArchive.Is(state, PlanArchive.Planning))
        {
            await new PlanArchive(store).PlanningAsync(Path.GetFileName(Path.TrimEndingDirectorySeparator(state.TargetDir)), clean: false, stop);
        }
    }

    private async Task<AttemptEnd> DoAsync(AttemptOrder order, StepAction.Custom action, CancellationToken stop)
    {
        var store = new PlanStore(new PlanningFolder(Path.GetFullPath(Path.Combine(order.Root, action.With["folder"].ToText()))), time, Owner);
        if (action.Type == PlanningNames.Archive)
        {
            await ArchiveAsync(store, stop);
            return AttemptEnd.DoneInProcess;
        }

        var (work, phase) = (new PhaseWork(store), PlanningPhase.All.First(one => one.Name == action.With["phase"].ToText()));
        switch (action.Type)
        {
            case PlanningNames.Brief:
                var prompt = await work.BriefAsync(phase, stop);
                return PlanStep.Done(("needed", Value.Of(prompt is not null)), ("prompt", Value.Of(prompt ?? "")));
            case PlanningNames.Check:
                return PlanStep.Unless(await work.CheckAsync(phase, stop));
            case PlanningNames.Advance:
                return PlanStep.Unless(await work.AdvanceAsync(phase, stop));
            default:
                return AttemptEnd.Failure($"There is no step type '{action.Type}'.");
        }
    }
}
