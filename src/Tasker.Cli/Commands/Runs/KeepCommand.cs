using System.CommandLine;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Engine.Hosting;
using Tasker.Engine.Reading;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs keep RUN</c> (hidden): takes a run over and hosts it to its end, away from any terminal.</summary>
internal static class KeepCommand
{
    public static Command Create(Session session)
    {
        var (run, project, noCache) = (PlanOptions.Run(), PlanOptions.Project(), PlanOptions.NoCache());
        var command = new Command("keep", "Take a run over and host it to its end in the background.") { run, project, noCache };
        command.Hidden = true;
        command.SetAction((parse, cancellationToken) =>
            KeepAsync(session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(run), parse.GetValue(noCache), cancellationToken));
        return command;
    }

    private static async Task<int> KeepAsync(Session session, Project project, string runId, bool asksAnew, CancellationToken cancellationToken)
    {
        Detachment.LeaveTerminal();
        var settings = project.ReadSettings(session);
        await using var journal = project.OpenJournal(session.Time);
        var run = await RunReader.ReadAsync(journal, runId, null, cancellationToken);
        var hosting = new RunHosting(session, project, (settings.Value ?? Engine.Settings.ProjectSettings.Default) with { AsksAnew = asksAnew });
        return await hosting.RunAsync(
                journal, run.Workflow, runId, (parts, token) => RunHost.RecoverAsync(parts, runId, token), new ScreenChoice(), cancellationToken)
            ?? throw new CommandException(
                ExitCode.Failed, $"{(await journal.FindAsync(runId, cancellationToken))?.Owner} has run '{runId}' and lives; one owner at a time.");
    }
}
