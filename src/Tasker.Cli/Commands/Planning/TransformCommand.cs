using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Storing;
using Tasker.Planning.Tracker;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker transform</c>: the bridge from a plan to the issue tracker <c>bd</c>.</summary>
internal static class TransformCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("status", "Show how far the bridge is: contexts, issues, the tracker.", (command, scope) => WithTarget(command, scope, (transform, _, _) => Task.FromResult(transform.Status()))),
        new("context", "Write what an agent needs to write the issue of a task.", Context),
        new("init-target", "Set the tracker up in a directory.", SetUp),
        new("create", "Create the issue of a task from what an agent has written.", Create),
        new("batch-create", "Create the issues of many tasks and link them.", CreateAll),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void Context(Command command, PlanningScope scope)
    {
        var ids = new Argument<string[]>("task") { Description = "The tasks.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All tasks." };
        command.Arguments.Add(ids);
        command.Options.Add(all);
        WithTarget(command, scope, (transform, call, cancellationToken) =>
        {
            var named = call.Get(ids) ?? [];
            return named.Length > 0 == call.Get(all)
                ? throw new PlanningException(PlanningCodes.Usage, "Which tasks? Write: tasker transform context <task>..., or: tasker transform context --all.")
                : transform.ContextAsync(named.Length == 0 ? null : named, cancellationToken);
        });
    }

    private static void SetUp(Command command, PlanningScope scope)
    {
        var directory = new Argument<string>("dir") { Description = "The target directory." };
        var prefix = new Argument<string?>("prefix") { Description = "What the ids of issues begin with; default: the tracker chooses.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(directory);
        command.Arguments.Add(prefix);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var target = Path.TrimEndingDirectorySeparator(call.PathOf(directory));
            return await call.TellAsync(await TransformAnswers.SetUpAsync(new TrackerProgram(target, call.Session.Variable), target, call.Get(prefix), cancellationToken));
        });
    }

    private static void Create(Command command, PlanningScope scope)
    {
        var id = new Argument<string>("task") { Description = "The task." };
        var enriched = new Argument<string>("enriched.json") { Description = "The issue: title, description, and as far as wanted priority, type, labels, acceptance_criteria, design, notes." };
        var force = new Option<bool>("--force") { Description = "Also when the task has an issue already." };
        command.Arguments.Add(id);
        command.Arguments.Add(enriched);
        command.Options.Add(force);
        WithTarget(command, scope, (transform, call, cancellationToken) => transform.CreateAsync(call.Get(id)!, call.PathOf(enriched), call.Get(force), cancellationToken));
    }

    private static void CreateAll(Command command, PlanningScope scope)
    {
        var manifest = new Argument<string>("manifest.json") { Description = "Which tasks, and where their issues are written: {\"issues\": [{\"task_id\": …, \"enriched\": …}]}." };
        command.Arguments.Add(manifest);
        WithTarget(command, scope, (transform, call, cancellationToken) => transform.CreateAllAsync(call.PathOf(manifest), cancellationToken));
    }

    private static string TargetOf(ParsedCall call)
    {
        var state = call.Store.Read();
        PlanPlace.Check(call.Folder, state);
        return state.TargetDir;
    }

    private static void WithTarget(Command command, PlanningScope scope, Func<TransformAnswers, ParsedCall, CancellationToken, Task<PlanningAnswer>> act)
    {
        var target = new Option<string?>("--target", "-t") { Description = "The directory that the tracker works in; default: the target directory of the plan.", HelpName = "dir" };
        command.Options.Add(target);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var directory = call.Get(target) is { Length: > 0 } typed ? call.Session.FullPath(typed) : TargetOf(call);
            if (!Directory.Exists(directory))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"There is no target directory '{directory}'. --target names another one.");
            }

            return await call.TellAsync(await act(new TransformAnswers(call.Store, new TrackerProgram(Path.TrimEndingDirectorySeparator(directory), call.Session.Variable)), call, cancellationToken));
        });
    }
}
