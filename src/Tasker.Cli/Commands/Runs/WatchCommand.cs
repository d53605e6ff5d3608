using System.CommandLine;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs watch RUN</c>: the screen of a run that another process hosts, until it ends. Ctrl-C only ends the watching.</summary>
internal static class WatchCommand
{
    public static Command Create(Session session)
    {
        var (run, json, quiet, project) = (PlanOptions.Run(), PlanOptions.Json(), PlanOptions.Quiet(), PlanOptions.Project());
        var command = new Command("watch", "Watch a run until it ends. Ctrl-C ends the watching, not the run.") { run, json, quiet, project };
        command.SetAction((parse, cancellationToken) => WatchAsync(
            session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(run),
            new ScreenChoice(parse.GetValue(quiet), parse.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> WatchAsync(Session session, Project project, string text, ScreenChoice choice, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, text, cancellationToken);
        var facts = new List<RunFact>();
        using var watch = new RunWatch(project, null, session.Time); // Before the run is read, so that nothing after that is missed.
        var run = await RunReader.ReadAsync(journal, record.RunId, facts, cancellationToken);
        var settings = project.ReadSettings(session).Value ?? Engine.Settings.ProjectSettings.Default;
        var mask = LogFiles.MaskFor(session, settings, run.Workflow);
        await using var screen = choice.Make(new ScreenParts(session, new LogFiles(project), mask, choice.IsQuiet, null).With(settings));
        using var stop = new StopRequest(session, () => { }, () => session.Exit(ExitCode.Interrupted));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        await screen.RecoverAsync(run, facts, cancellationToken);
        try
        {
            while (!run.HasEnded)
            {
                await watch.NextAsync(leave.Token);
                await AdvanceAsync(journal, run, screen, leave.Token);
            }
        }
        catch (OperationCanceledException)
        {
            screen.End(run, interrupted: false, []);
            return ExitCode.Interrupted;
        }

        screen.End(run, interrupted: false, []);
        return RunOutcome.ExitCodeOf(run.Status);
    }

    private static async Task AdvanceAsync(IJournal journal, RunState run, IRunScreen screen, CancellationToken cancellationToken)
    {
        var (position, facts) = (run.Position, new List<RunFact>());
        await RunReader.AdvanceAsync(journal, run.RunId, run, facts, cancellationToken);
        if (facts.Count > 0)
        {
            await screen.ApplyAsync(run, position, facts, run.TakeChanges(), cancellationToken);
        }
    }
}
