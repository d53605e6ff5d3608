using System.CommandLine;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs delete RUN</c>: an ended run with its logs.</summary>
internal static class DeleteCommand
{
    public static Command Create(Session session)
    {
        var project = PlanOptions.Project();
        var runs = new Argument<string[]>("run") { Description = "Runs that have ended.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("delete", "Remove ended runs with their logs.") { runs, project };
        command.SetAction((parse, cancellationToken) => DeleteAsync(
            session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(runs), cancellationToken));
        return command;
    }

    private static async Task<int> DeleteAsync(Session session, Project project, string[] texts, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        foreach (var text in texts)
        {
            var run = await RunFinder.FindAsync(journal, text, cancellationToken);
            if (!await journal.DeleteAsync(run.RunId, cancellationToken))
            {
                throw new CommandException(
                    ExitCode.Failed, $"Run '{run.RunId}' is {RunOutcome.Word(run.Summary.Status)}; only ended runs are removed. 'tasker runs abort {run.RunId}' ends it.");
            }

            DeleteLogs(new LogFiles(project).FolderOf(run.RunId));
            await session.Out.WriteLineAsync($"{run.RunId}: removed");
        }

        return ExitCode.Done;
    }

    private static void DeleteLogs(string folder)
    {
        // A link in its place is not followed.
        if (Directory.Exists(folder) && new DirectoryInfo(folder).LinkTarget is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
