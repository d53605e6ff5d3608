using Tasker.Planning.Documents;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>
/// Ends an execution: the batch is closed, the reports are written, the plan goes on to its last phase when everything is done, a stop is
/// confirmed, and what was done is archived. Done again, it tells the same.
/// </summary>
/// <param name="store">The plan.</param>
public sealed class ExecutionEnd(PlanStore store)
{
    /// <summary>Ends it.</summary>
    public async Task<ExecutionSummary> RunAsync(CancellationToken cancellationToken)
    {
        var state = store.Read();
        var halting = Halting.Of(state, File.Exists(store.Folder.StopFile));
        var checkpoints = new CheckpointOperations(store);
        await checkpoints.CompleteAsync(cancellationToken);
        if (!halting.IsHalted && await AdvanceAsync(cancellationToken))
        {
            await checkpoints.ClearAsync(cancellationToken);
        }

        var reports = new ExecutionReports(store);
        var problems = await reports.WriteAsync(cancellationToken);
        if (halting.IsHalted && halting.HaltedAt is null)
        {
            await store.ChangeAsync((changed, now) => HaltRules.Confirm(changed, File.Exists(store.Folder.StopFile), now), cancellationToken);
        }

        var summary = ExecutionSummary.Of(store.Read(), halting);
        return summary with { Problems = (summary.IsComplete || summary.IsHalted) && await reports.ArchiveAsync(cancellationToken) is { } problem ? [.. problems, problem] : problems };
    }

    /// <summary>Goes on to the last phase when all tasks are done.</summary>
    /// <returns>True when the plan is complete.</returns>
    private Task<bool> AdvanceAsync(CancellationToken cancellationToken) => store.ChangeAsync(
        (state, now) =>
        {
            foreach (var phase in new[] { PlanPhases.Ready, PlanPhases.Executing })
            {
                if (state.Phase == phase && PhaseRules.AllTasksEnded(state).Reasons.Count == 0)
                {
                    PhaseRules.Advance(state, new PhaseGates(store.Folder).Ask(state, now), now);
                }
            }

            return state.Phase == PlanPhases.Complete;
        },
        cancellationToken);
}
