using Tasker.Planning.Bundles;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>
/// Makes everything ready for the executor of a task, in the order that a crash cannot harm: the bundle, the trace in the checkpoint, then the
/// start. Done again for the same run it changes nothing that is there.
/// </summary>
/// <param name="store">The plan.</param>
/// <param name="bundles">What bundles are made from.</param>
/// <param name="confirm">Asks a person; null: nobody is there to be asked.</param>
internal sealed class TaskPreparation(PlanStore store, BundleMemory bundles, Func<string, CancellationToken, Task<bool>>? confirm)
{
    private readonly TaskOperations _tasks = new(store);

    /// <summary>What came of it.</summary>
    /// <param name="HasBegun">True: the executor may work.</param>
    /// <param name="Problem">Why not; null when there is nothing to do, because the task is done already.</param>
    public sealed record Prepared(bool HasBegun, string? Problem);

    /// <summary>Prepares and starts a task.</summary>
    /// <param name="run">The run.</param>
    /// <param name="id">The task.</param>
    /// <param name="definition">The checksum of what the run has frozen of its definition.</param>
    /// <param name="parallel">Most tasks that are under way together.</param>
    /// <param name="asks">True: a person is asked first.</param>
    /// <param name="cancellationToken">Gives up, before the task is started.</param>
    public async Task<Prepared> RunAsync(string run, string id, string definition, int parallel, bool asks, CancellationToken cancellationToken)
    {
        var (isDone, isOurs, name, closed) = await store.LookAsync(
            state =>
            {
                var task = state.Required(id);
                var (done, ours) = (task.Status.IsSatisfied(), task.Status is PlanTaskStatus.Running && task.Run == run);
                return (done, ours, task.Name, done || ours ? null : WhyNot(state, task, definition));
            },
            cancellationToken);
        if (isDone)
        {
            return new Prepared(false, null);
        }

        if (!isOurs && (closed ?? await AnsweredWithNoAsync(id, name, asks, cancellationToken)) is { } why)
        {
            return new Prepared(false, $"Not begun: {why}");
        }

        if (!isOurs && await BundleProblemAsync(id, cancellationToken) is { } broken)
        {
            Log("ERROR", "validation", $"{id}: Bundle integrity FAILED: {broken}");
            await _tasks.FailAsync(id, new TaskFailure($"Bundle integrity validation failed: {broken}", "dependency"), [], force: false, noRollback: false, cancellationToken);
            return new Prepared(false, $"Bundle integrity validation failed: {broken}");
        }

        try
        {
            await new CheckpointOperations(store).StartAsync(run, id, parallel, cancellationToken);
        }
        catch (PlanningException refused) when (refused.Code is PlanningCodes.Halted or PlanningCodes.BadStatus)
        {
            return new Prepared(false, $"Not begun: {refused.Message}"); // Somebody was quicker, or has just asked for a stop.
        }

        Log("INFO", "spawn", $"launching {ExecutionNames.Executor} for {id}");
        return new Prepared(true, null);
    }

    private string? WhyNot(PlanState state, PlanTask task, string definition)
    {
        if (Halting.Of(state, File.Exists(store.Folder.StopFile)) is { IsHalted: true } halting)
        {
            return $"a stop was asked for ({halting.Reason}).";
        }

        return FrozenDefinition.Read(store.Folder, task).Checksum != definition
            ? "what it needs or how it is checked has changed since the run began. 'tasker execute' begins a new run with it."
            : null;
    }

    private async Task<string?> AnsweredWithNoAsync(string id, string name, bool asks, CancellationToken cancellationToken) =>
        !asks ? null
        : confirm is null ? "a person was to be asked first, and nobody is there. 'tasker execute --batch' asks nobody."
        : !await confirm($"Go on with {id} ({name})?", cancellationToken) ? "it was answered with no."
        : null;

    /// <summary>Makes the bundle and checks it; one that has drifted is made anew.</summary>
    private async Task<string?> BundleProblemAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, hasDrifted) = await MakeBundleAsync(id, cancellationToken);
            if (hasDrifted)
            {
                Log("WARN", "validation", $"{id}: Bundle drift detected, regenerating");
                (answer, hasDrifted) = await MakeBundleAsync(id, cancellationToken);
            }

            return answer.Passed || hasDrifted ? null : answer.Text.ReplaceLineEndings(" ");
        }
        catch (PlanningException refused)
        {
            return refused.Message;
        }
    }

    private Task<(PlanningAnswer Answer, bool HasDrifted)> MakeBundleAsync(string id, CancellationToken cancellationToken) => store.LookAsync(
        async state =>
        {
            await BundleAnswers.MakeAsync(bundles.Read(store.Folder, state), store, id, cancellationToken);
            return BundleAnswers.Integrity(bundles.Read(store.Folder, state), id);
        },
        cancellationToken);

    private void Log(string level, string @event, string message) => ActivityLog.Add(store.Folder, level, "orchestrator", @event, message, store.Time.GetUtcNow());
}
