using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Planning.Archives;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker archive planning|execution|list|restore</c>: what plans were and how their executions went.</summary>
internal static class ArchiveCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("planning", "Keep the plan: specification, maps, tasks, reports, state.", Plan),
        new("execution", "Keep the execution: bundles, results, logs, reports, state.", Execution),
        new("list", "List archives, newest first.", List),
        new("restore", "Put an archived plan back; what is there now is copied beside it first.", Restore),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void Plan(Command command, PlanningScope scope)
    {
        var (project, root) = (Project(command), Root(command));
        var clean = new Option<bool>("--clean") { Description = "Remove what was kept, so that another plan can begin here." };
        command.Options.Add(clean);
        scope.Does(command, async (call, cancellationToken) =>
            await call.TellAsync(await Archive(call, root).PlanningAsync(call.Get(project)!, call.Get(clean), cancellationToken)));
    }

    private static void Execution(Command command, PlanningScope scope)
    {
        var (project, root) = (Project(command), Root(command));
        scope.Does(command, async (call, cancellationToken) => await call.TellAsync(await Archive(call, root).ExecutionAsync(call.Get(project)!, cancellationToken)));
    }

    private static void List(Command command, PlanningScope scope)
    {
        var (project, root) = (OfProject(command), Root(command));
        scope.Does(command, (call, _) => call.TellAsync(new ArchiveShelf(Archive(call, root).Root).List(call.Get(project))));
    }

    private static void Restore(Command command, PlanningScope scope)
    {
        var id = new Argument<string>("archive") { Description = "Its id, as the list shows it." };
        command.Arguments.Add(id);
        var (project, root) = (OfProject(command), Root(command));
        scope.Does(command, async (call, cancellationToken) =>
            await call.TellAsync(await new ArchiveRestoring(call.Store, new ArchiveShelf(Archive(call, root).Root)).RunAsync(call.Get(id)!, call.Get(project), cancellationToken)));
    }

    private static PlanArchive Archive(ParsedCall call, Option<string?> root) =>
        new(call.Store, call.Get(root) is { Length: > 0 } named ? call.Session.FullPath(named) : null);

    private static Argument<string> Project(Command command)
    {
        var project = new Argument<string>("project") { Description = "The name to keep it under." };
        command.Arguments.Add(project);
        return project;
    }

    private static Option<string?> OfProject(Command command)
    {
        var project = new Option<string?>("--project") { Description = "Of this project alone.", HelpName = "name" };
        command.Options.Add(project);
        return project;
    }

    private static Option<string?> Root(Command command)
    {
        var root = new Option<string?>("--archive-root") { Description = "Where archives are; default: archive beside the folder of the plan.", HelpName = "dir" };
        command.Options.Add(root);
        return root;
    }
}
