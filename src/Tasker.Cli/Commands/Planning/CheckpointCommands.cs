using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Operations;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state checkpoint</c>: the batch that is under way.</summary>
internal static class CheckpointCommands
{
    private const int MostParallel = 10;

    private static readonly PlanningEntry[] Entries =
    [
        new("create", "Keep a batch before its tasks are begun.", FillCreate),
        new("update", "Keep what became of a task of the batch.", FillUpdate),
        new("complete", "The batch is over.", FillComplete),
        new("status", "Show the batch.", FillStatus),
        new("recover", "Find out what became of a batch whose owner is gone.", FillRecover),
        new("clear", "Forget the batch.", FillClear),
    ];

    public static void Fill(Command command, PlanningScope scope) => scope.Add(command, Entries);

    private static void FillCreate(Command command, PlanningScope scope)
    {
        var ids = new Argument<string[]>("ids") { Description = "The tasks.", Arity = ArgumentArity.OneOrMore };
        var parallel = PlanOptions.Number("--parallel", "How many may be under way together; default: 3.", 1, MostParallel);
        var force = new Option<bool>("--force") { Description = "Drop another batch that is active." };
        command.Arguments.Add(ids);
        command.Options.Add(parallel);
        command.Options.Add(force);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var checkpoint = await new CheckpointOperations(call.Store).CreateAsync(call.Get(ids)!, call.Get(parallel) ?? CheckpointRules.DefaultParallel, call.Get(force), cancellationToken);
            return await call.AnswerAsync($"Checkpoint created: {checkpoint.BatchId}\nTasks: {string.Join(", ", checkpoint.Spawned)}", () => Json(checkpoint));
        });
    }

    private static void FillUpdate(Command command, PlanningScope scope)
    {
        var id = new Argument<string>("id") { Description = "The task." };
        var status = new Argument<string?>("status") { Description = "What became of it: success or failed.", Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string?>("--status") { Description = "What became of it; another spelling.", HelpName = "status", Hidden = true };
        command.Arguments.Add(id);
        command.Arguments.Add(status);
        command.Options.Add(option);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var (checkpoint, isDone) = await new CheckpointOperations(call.Store).UpdateAsync(call.Get(id)!, call.Get(status) ?? call.Get(option) ?? "", cancellationToken);
            return await call.AnswerAsync($"Updated {call.Get(id)}: {(isDone ? "success" : "failed")} ({checkpoint.Pending.Count} pending)", () => Json(checkpoint));
        });
    }

    private static void FillComplete(Command command, PlanningScope scope) => scope.Does(command, async (call, cancellationToken) =>
        await new CheckpointOperations(call.Store).CompleteAsync(cancellationToken) is { } checkpoint
            ? await call.AnswerAsync(
                $"Batch {checkpoint.BatchId} completed.\nCompleted: {checkpoint.Completed.Count}, failed: {checkpoint.Failed.Count}, pending: {checkpoint.Pending.Count}", () => Json(checkpoint))
            : await call.AnswerAsync("No active checkpoint: nothing to complete.", () => new JsonObject { ["ok"] = true, ["batch_id"] = null }));

    private static void FillStatus(Command command, PlanningScope scope) => scope.Does(command, (call, _) =>
        new TaskOperations(call.Store).ReadCheckpoint() is not { } checkpoint
            ? call.AnswerAsync("No active checkpoint.", () => new JsonObject { ["status"] = "none" })
            : call.AnswerAsync(
                $"""
                Batch: {checkpoint.BatchId}
                Status: {checkpoint.Status}
                Spawned at: {checkpoint.Text("spawned_at")}
                Last heartbeat: {checkpoint.Text("last_heartbeat")}
                Completed: {checkpoint.Completed.Count}, failed: {checkpoint.Failed.Count}, pending: {checkpoint.Pending.Count}
                Pending: [{string.Join(", ", checkpoint.Pending)}]
                """,
                () => Json(checkpoint)));

    private static void FillRecover(Command command, PlanningScope scope)
    {
        var retry = new Option<bool>("--retry-orphans") { Description = "Let tasks that were left wait again." };
        var fail = new Option<bool>("--fail-orphans") { Description = "Fail tasks that were left." };
        command.Options.Add(retry);
        command.Options.Add(fail);
        scope.Does(command, async (call, cancellationToken) =>
        {
            if (await new CheckpointOperations(call.Store).RecoverAsync(cancellationToken) is not var (checkpoint, found))
            {
                return await call.AnswerAsync("No active checkpoint: nothing to recover.", () => new JsonObject { ["batch_id"] = null, ["recovered"] = new JsonArray(), ["orphaned"] = new JsonArray() });
            }

            var tasks = new TaskOperations(call.Store);
            foreach (var orphan in found.Orphaned)
            {
                if (call.Get(retry))
                {
                    await tasks.RetryAsync(orphan, force: false, cancellationToken);
                }
                else if (call.Get(fail))
                {
                    await tasks.FailAsync(orphan, new TaskFailure("It was left by a run that ended.", "environment"), [], force: false, noRollback: false, cancellationToken);
                    await new CheckpointOperations(call.Store).UpdateAsync(orphan, "failed", cancellationToken);
                }
            }

            return await call.AnswerAsync(Text(checkpoint, found, call.Get(retry) || call.Get(fail)), () => Json(checkpoint, found));
        });
    }

    private static void FillClear(Command command, PlanningScope scope) => scope.Does(command, async (call, cancellationToken) =>
    {
        var was = await new CheckpointOperations(call.Store).ClearAsync(cancellationToken);
        return await call.AnswerAsync(was ? "Checkpoint cleared." : "No checkpoint to clear.", () => new JsonObject { ["ok"] = true, ["cleared"] = was });
    });

    private static string Text(PlanCheckpoint checkpoint, CheckpointRecovery found, bool settled)
    {
        var text = new StringBuilder($"Recovered batch {checkpoint.BatchId}\n");
        foreach (var (id, status) in found.Recovered)
        {
            text.Append($"  {id}: {status}\n");
        }

        if (found.Orphaned.Count > 0)
        {
            text.Append($"Orphaned: {string.Join(", ", found.Orphaned)}\n");
            text.Append(settled ? "" : "'tasker state task retry <id>' lets one wait again, 'tasker state task fail <id> <message>' gives it up.\n");
        }

        if (found.NotStarted.Count > 0)
        {
            text.Append($"Not started: {string.Join(", ", found.NotStarted)}\n");
        }

        return text.Append($"Pending: {checkpoint.Pending.Count}\n").ToString();
    }

    private static JsonObject Json(PlanCheckpoint checkpoint, CheckpointRecovery found) => new()
    {
        ["batch_id"] = checkpoint.BatchId,
        ["recovered"] = Pairs(found.Recovered),
        ["orphaned"] = JsonView.List(found.Orphaned),
        ["not_started"] = JsonView.List(found.NotStarted),
        ["pending"] = JsonView.List(checkpoint.Pending),
        ["state_changes"] = Pairs(found.StateChanges),
    };

    private static JsonArray Pairs(IEnumerable<(string Id, string Status)> pairs) => new([.. pairs.Select(pair => new JsonObject { ["id"] = pair.Id, ["status"] = pair.Status })]);

    private static JsonObject Json(PlanCheckpoint checkpoint) => (JsonObject)checkpoint.Node.DeepClone();
}
