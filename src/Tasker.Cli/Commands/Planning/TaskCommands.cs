using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Operations;
using Tasker.Planning.Rollbacks;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state task</c>: what happens to a task.</summary>
internal static class TaskCommands
{
    /// <summary>The commands; <c>tasker state</c> knows each as <c>start-task</c> and so on, too.</summary>
    public static readonly PlanningEntry[] Verbs =
    [
        new("start", "Start a task; one that runs already goes on.", StartCommand.Plain.Fill),
        new("complete", "A task that runs is done.", FillComplete),
        new("fail", "A task failed: its files are rolled back, what needs it is blocked.", FillFail),
        new("retry", "Let a task wait again that failed or was left.", FillRetry),
        new("skip", "Do without a task.", FillSkip),
        new("commit", "Commit the files of a task that is complete, and nothing else.", FillCommit),
    ];

    public static void Fill(Command command, PlanningScope scope) => scope.Add(command, Verbs);

    private static void FillComplete(Command command, PlanningScope scope)
    {
        var id = Id(command);
        var (created, modified) = (Created(command), Modified(command));
        var files = WordLists.Option("--files", "Files that it made or changed.", "file");
        files.Hidden = true;
        command.Options.Add(files);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var (outcome, warnings) = await new TaskOperations(call.Store).CompleteAsync(
                call.Get(id)!, Words(call, created), [.. Words(call, modified), .. Words(call, files)], cancellationToken);
            foreach (var warning in warnings)
            {
                await call.WarnAsync(warning);
            }

            return await call.AnswerAsync($"Task {outcome.Id} completed", () => Json(outcome));
        });
    }

    private static void FillFail(Command command, PlanningScope scope)
    {
        var id = Id(command);
        var message = new Argument<string>("message") { Description = "What happened." };
        command.Arguments.Add(message);
        var category = new Option<string?>("--category") { Description = "The kind of failure, such as dependency, compilation, test, validation or runtime.", HelpName = "kind" };
        var subcategory = new Option<string?>("--subcategory") { Description = "A finer kind.", HelpName = "kind" };
        var retryable = new Option<bool>("--retryable") { Description = "Trying again may help; that is what is assumed anyway." };
        var noRetry = new Option<bool>("--no-retry") { Description = "Trying again is no use; the same as '--retryable=false'." };
        var noRollback = new Option<bool>("--no-rollback") { Description = "Leave files as the attempt left them." };
        foreach (var option in new Option[] { category, subcategory, retryable, noRetry, noRollback })
        {
            command.Options.Add(option);
        }

        var (created, modified) = (Created(command), Modified(command));
        var force = Force(command, "Also a task that is complete or skipped.");
        scope.Does(command, async (call, cancellationToken) =>
        {
            if (string.IsNullOrWhiteSpace(call.Get(message)))
            {
                throw new PlanningException(
                    PlanningCodes.Usage,
                    $"The message is empty: say what happened, as in 'tasker state task fail {call.Get(id)} \"the tests do not pass\"'. "
                    + "It is kept with the task, for whoever tries again.");
            }

            var mayRetry = !call.Get(noRetry) && (!call.Has(retryable) || call.Get(retryable));
            var failure = new TaskFailure(call.Get(message)!, call.Get(category), call.Get(subcategory), mayRetry);
            var (outcome, rollback) = await new TaskOperations(call.Store).FailAsync(
                call.Get(id)!, failure, [.. Words(call, created), .. Words(call, modified)], call.Get(force), call.Get(noRollback), cancellationToken);
            foreach (var path in rollback?.Unrestorable ?? [])
            {
                await call.WarnAsync($"'{path}' cannot be restored: nobody has its old content.");
            }

            var text = outcome.IsSame ? $"Task {outcome.Id} has failed already" : $"Task {outcome.Id} failed ({FailureCategory.Known(failure.Category)}): {failure.Message}";
            return await call.AnswerAsync(text, () => Json(outcome, rollback));
        });
    }

    private static void FillRetry(Command command, PlanningScope scope)
    {
        var id = Id(command);
        var force = Force(command, "Also when trying again is said to be no use, when it was skipped, or when it is said to run.");
        scope.Does(command, async (call, cancellationToken) =>
        {
            var outcome = await new TaskOperations(call.Store).RetryAsync(call.Get(id)!, call.Get(force), cancellationToken);
            return await call.AnswerAsync($"Task {outcome.Id} reset to {outcome.Status.Word()}{Unblocked(outcome)}", () => Json(outcome));
        });
    }

    private static void FillSkip(Command command, PlanningScope scope)
    {
        var id = Id(command);
        var reason = new Argument<string?>("reason") { Description = "Why.", Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string?>("--reason") { Description = "Why; another spelling.", HelpName = "text", Hidden = true };
        command.Arguments.Add(reason);
        command.Options.Add(option);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var why = call.Get(reason) ?? call.Get(option) ?? "no reason given";
            var outcome = await new TaskOperations(call.Store).SkipAsync(call.Get(id)!, why, cancellationToken);
            return await call.AnswerAsync($"Task {outcome.Id} skipped: {why}{Unblocked(outcome)}", () => Json(outcome));
        });
    }

    private static void FillCommit(Command command, PlanningScope scope)
    {
        var id = Id(command);
        var noVerify = new Option<bool>("--no-verify") { Description = "Do not ask the hooks of the repository." };
        command.Options.Add(noVerify);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var (sha, files) = await new TaskOperations(call.Store).CommitAsync(call.Get(id)!, call.Get(noVerify), cancellationToken);
            var text = sha is null ? $"No changes to commit for {call.Get(id)}" : $"Committed {files.Count} file(s) for {call.Get(id)}";
            return await call.AnswerAsync(text, () => new JsonObject { ["ok"] = true, ["id"] = call.Get(id), ["committed"] = sha is not null, ["sha"] = sha, ["files"] = JsonView.List(files) });
        });
    }

    private static Argument<string> Id(Command command)
    {
        var id = new Argument<string>("id") { Description = "The task." };
        command.Arguments.Add(id);
        return id;
    }

    private static Option<bool> Force(Command command, string description)
    {
        var force = new Option<bool>("--force") { Description = description };
        command.Options.Add(force);
        return force;
    }

    private static Option<string[]> Created(Command command)
    {
        var created = WordLists.Option("--created", "Files that it made: all words up to the next option.", "file");
        command.Options.Add(created);
        return created;
    }

    private static Option<string[]> Modified(Command command)
    {
        var modified = WordLists.Option("--modified", "Files that it changed: all words up to the next option.", "file");
        command.Options.Add(modified);
        return modified;
    }

    private static IReadOnlyList<string> Words(ParsedCall call, Option<string[]> option) => WordLists.Of(call.Get(option), call.Session.Directory);

    private static string Unblocked(TaskOutcome outcome) => outcome.Unblocked.Count > 0 ? $", unblocked: [{string.Join(", ", outcome.Unblocked)}]" : "";

    /// <summary>What came of a task, for programs.</summary>
    public static JsonObject Json(TaskOutcome outcome, RollbackReport? rollback = null)
    {
        var json = new JsonObject
        {
            ["ok"] = true,
            ["id"] = outcome.Id,
            ["status"] = outcome.Status.Word(),
            ["attempt"] = outcome.Attempt,
            ["blocked"] = JsonView.List(outcome.Blocked),
            ["unblocked"] = JsonView.List(outcome.Unblocked),
        };
        if (rollback is not null)
        {
            json["rollback"] = rollback.ToJson();
        }

        return json;
    }
}
