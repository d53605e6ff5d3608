using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Execution;

/// <summary>
/// Writes down what came of a task that a run has started: done or failed, with what Tasker found beside what the executor claims. Done once
/// for each attempt: said again, also after a crash, it tells the same and changes nothing.
/// </summary>
/// <param name="store">The plan.</param>
internal sealed class TaskSettlement(PlanStore store)
{
    private readonly TaskOperations _tasks = new(store);
    private readonly CheckpointOperations _checkpoints = new(store);

    /// <summary>Settles the task.</summary>
    /// <param name="run">The run.</param>
    /// <param name="id">The task.</param>
    /// <param name="work">How the executor ended.</param>
    /// <param name="checks">What came of each criterion.</param>
    /// <returns>How it is settled; null when the run did not start the task, or somebody has taken it back since.</returns>
    public async Task<(bool IsDone, string Message)?> SettleAsync(string run, string id, StepOutcome work, IReadOnlyList<CriterionCheck> checks)
    {
        // Once it has begun it goes to its end: nobody gains from a task that is settled by half.
        var settled = await store.ChangeWithFilesAsync((state, now) => SettleAsync(state, run, id, work, checks, now), CancellationToken.None);
        if (settled is { } ended)
        {
            await _checkpoints.SettleAsync(run, id, Word(ended.IsDone), CancellationToken.None);
        }

        return settled;
    }

    private async Task<(bool IsDone, string Message)?> SettleAsync(
        PlanState state, string run, string id, StepOutcome work, IReadOnlyList<CriterionCheck> checks, DateTimeOffset now)
    {
        if (state.Task(id) is not { } task || task.Run != run)
        {
            return null;
        }

        if (task.Settled is { } before)
        {
            return (before == PlanTaskStatus.Complete.Word(), task.Error ?? "");
        }

        if (task.Status is not (PlanTaskStatus.Running or PlanTaskStatus.Complete or PlanTaskStatus.Failed))
        {
            return null;
        }

        var claim = TaskClaim.Read(store.Folder, id);
        var failure = TaskJudgement.Of(claim, work, checks);
        if (task.Status is PlanTaskStatus.Failed)
        {
            failure ??= new TaskFailure(task.Error ?? "The executor said that it failed."); // Executors may say so themselves; that stands.
        }
        else if (failure is null)
        {
            Complete(state, task, claim.Result!, now);
        }
        else
        {
            await _tasks.FailAsync(state, id, failure, [.. task.FilesCreated, .. task.FilesModified], force: true, undo: true, now, CancellationToken.None);
        }

        var evidence = Evidence(run, task, claim, work, checks, failure, now);
        Record(state, task, checks, failure, evidence, now);
        await JsonFile.WriteAsync(store.Folder.Evidence(id), evidence, CancellationToken.None);
        JsonView.Inside(task.Node, PlanTask.ExecutionField)["settled"] = task.Status.Word();
        if (_checkpoints.IsIn(run, id))
        {
            state.AddEvent(now, "checkpoint_updated", id, new JsonObject { ["batch_id"] = run, ["status"] = Word(failure is null) });
        }

        return (failure is null, failure?.Message ?? "");
    }

    private static string Word(bool isDone) => isDone ? "success" : "failed";

    /// <summary>Done. An executor that said so itself may have named other files there than in its result; both count.</summary>
    private static void Complete(PlanState state, PlanTask task, TaskResult result, DateTimeOffset now)
    {
        if (task.Status is PlanTaskStatus.Running)
        {
            TaskRules.Complete(state, task.Id, result.Created, result.Modified, now);
            return;
        }

        task.Set("files_created", task.FilesCreated.Union(result.Created, StringComparer.Ordinal));
        task.Set("files_modified", task.FilesModified.Union(result.Modified, StringComparer.Ordinal));
    }

    private static void Record(PlanState state, PlanTask task, IReadOnlyList<CriterionCheck> checks, TaskFailure? failure, JsonObject evidence, DateTimeOffset now)
    {
        var verdict = (string)evidence["verdict"]!;
        var (passed, failed) = (checks.Count(check => check.Verdict == "PASS"), checks.Count(check => check.Verdict == "FAIL"));
        task.Set(PlanTask.EvidenceField, new JsonObject
        {
            ["claim"] = evidence["claim"]!.DeepClone(),
            ["verdict"] = verdict,
            ["passed"] = passed,
            ["failed"] = failed,
            ["file"] = $"bundles/{task.Id}-evidence.json",
        });
        state.AddEvent(now, "criteria_checked", task.Id, new JsonObject { ["verdict"] = verdict, ["passed"] = passed, ["failed"] = failed, ["claim"] = evidence["claim"]!["status"]!.DeepClone() });

        // A verifier that spoke for itself keeps its word; without one, what we found is the verification.
        if (task.Verification is null && passed + failed > 0)
        {
            var criteria = new JsonArray([.. checks.Where(check => check.Outcome is not null).Select(check => (JsonNode)new JsonObject
            {
                ["name"] = check.Criterion.Name, ["score"] = check.Verdict, ["evidence"] = $"{check.Criterion.Command}: {check.Outcome!.Told}",
            })]);
            VerificationRules.Record(state, task.Id, failed == 0 ? "PASS" : "FAIL", failure is null ? "PROCEED" : "BLOCK", new JsonObject { ["criteria"] = criteria, ["by"] = "tasker" }, now);
        }
    }

    private static JsonObject Evidence(
        string run, PlanTask task, TaskClaim claim, StepOutcome work, IReadOnlyList<CriterionCheck> checks, TaskFailure? failure, DateTimeOffset now) => new()
        {
            ["version"] = "1.0",
            ["task_id"] = task.Id,
            ["attempt"] = task.Attempts,
            ["run"] = run,
            ["checked_at"] = Timestamps.Text(now),
            ["verdict"] = failure is null ? "PASS" : "FAIL",
            ["reason"] = failure?.Message,
            ["claim"] = new JsonObject { ["status"] = claim.Word, ["verdict"] = claim.Result?.Object("verification")?["verdict"]?.DeepClone(), ["problem"] = claim.Problem },
            ["executor"] = new JsonObject { ["status"] = work.Status, ["exit_code"] = work.ExitCode, ["message"] = work.Message },
            ["criteria"] = new JsonArray([.. checks.Select(check => (JsonNode)check.ToJson())]),
        };
}
