using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning.Bundles;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker bundle</c>: what the executors of tasks are given, and what they gave back.</summary>
internal static class BundleCommand
{
    /// <summary>What <c>validate-integrity</c> ends with when a bundle must be made anew. Nothing else about plans ends with it.</summary>
    private const int Drifted = 2;

    private static readonly PlanningEntry[] Entries =
    [
        new("generate", "Make the bundle of a task.", (command, scope) => WithId(command, scope, async (call, id, cancellationToken) =>
            await call.TellAsync(await BundleAnswers.GenerateAsync(call.Store, id, cancellationToken)))),
        new("generate-ready", "Make the bundles of all tasks that are ready.", (command, scope) => scope.Does(command, async (call, cancellationToken) =>
            await call.TellAsync(await BundleAnswers.GenerateReadyAsync(call.Store, cancellationToken)))),
        new("validate-integrity", "Check a bundle against its sources: 0 it holds, 1 it is broken, 2 something changed.", (command, scope) => WithId(command, scope, (call, id, _) =>
        {
            var (answer, hasDrifted) = BundleAnswers.Integrity(call.Store, id);
            return call.AnswerAsync(answer.Text, () => answer.Json, hasDrifted ? Drifted : answer.Passed ? ExitCode.Done : ExitCode.Failed);
        })),
        new("validate", "Check a bundle against its schema.", (command, scope) => WithId(command, scope, (call, id, _) => call.TellAsync(BundleAnswers.Validate(call.Folder, id)))),
        new("list", "List the bundles that are there.", (command, scope) => scope.Does(command, (call, _) => call.TellAsync(BundleAnswers.List(call.Store)))),
        new("clean", "Remove all bundles; results stay.", (command, scope) => scope.Does(command, (call, _) => call.TellAsync(BundleAnswers.Clean(call.Folder)))),
        new("result-info", "Tell what a result says, by its path or by its task.", ResultInfo),
        new("result-files", "List the files that a result names.", (command, scope) => WithId(command, scope, (call, id, _) => call.TellAsync(BundleAnswers.ResultFiles(call.Folder, id)))),
        new("update-git", "Write a commit into a result.", UpdateGit),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void WithId(Command command, PlanningScope scope, Func<ParsedCall, string, CancellationToken, Task<int>> act)
    {
        var id = Id();
        command.Arguments.Add(id);
        scope.Does(command, (call, cancellationToken) => act(call, call.Get(id)!, cancellationToken));
    }

    private static void ResultInfo(Command command, PlanningScope scope)
    {
        var result = new Argument<string>("result") { Description = "The path of a result file, which is told as key:value lines; or the id of a task, which is told as name and status." };
        command.Arguments.Add(result);
        scope.Does(command, (call, _) =>
        {
            call.PathOf(result); // Refuses an empty one.
            return call.TellAsync(BundleAnswers.ResultInfo(call.Folder, call.Get(result)!, call.Session.FullPath));
        });
    }

    private static void UpdateGit(Command command, PlanningScope scope)
    {
        var id = Id();
        var sha = new Option<string>("--sha") { Description = "The commit.", Required = true };
        var message = new Option<string>("--msg", "--message") { Description = "Its message.", DefaultValueFactory = _ => "" };
        command.Arguments.Add(id);
        command.Options.Add(sha);
        command.Options.Add(message);
        scope.Does(command, async (call, cancellationToken) =>
            await call.TellAsync(await BundleAnswers.UpdateGitAsync(call.Store, call.Get(id)!, call.Get(sha)!, call.Get(message) ?? "", cancellationToken)));
    }

    private static Argument<string> Id() => new("task") { Description = "The id of the task, such as T001." };
}
