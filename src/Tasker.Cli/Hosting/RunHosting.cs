using System.Collections.Immutable;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Processes;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Planning.Storing;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Hosting;

/// <summary>Hosts one run in this process, with a screen, to its end or until somebody asks to stop.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="project">The project.</param>
/// <param name="settings">Its settings.</param>
internal sealed class RunHosting(Session session, Project project, ProjectSettings settings)
{
    private const int HistoryLooked = 10;

    /// <summary>True when the caller holds the gate of the workspace, where the run needs one.</summary>
    public bool HoldsGate { get; init; }

    /// <summary>Asks a person whether to go on; null: nobody is there.</summary>
    public Func<string, CancellationToken, Task<bool>>? Confirm { get; init; }

    /// <summary>Asks a person for a line; null: nobody is there.</summary>
    public Func<string, CancellationToken, Task<string?>>? Ask { get; init; }

    /// <summary>Makes the host: creates, recovers or continues a run. Null: another owner has it.</summary>
    public delegate Task<RunHost?> Opening(EngineParts parts, CancellationToken cancellationToken);

    /// <summary>Hosts a run.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="workflow">The workflow of the run.</param>
    /// <param name="runId">The run that the host will have.</param>
    /// <param name="opening">Makes the host.</param>
    /// <param name="choice">How the run is shown.</param>
    /// <param name="cancellationToken">Leaves the run, as a signal does.</param>
    /// <returns>The exit code; null when another owner has the run.</returns>
    public async Task<int?> RunAsync(
        SqliteJournal journal, Workflow workflow, string runId, Opening opening, ScreenChoice choice, CancellationToken cancellationToken)
    {
        using var gate = !HoldsGate && WorkspaceGate.IsFor(workflow) ? await WorkspaceGate.TakeAsync(session, project, journal, workflow, cancellationToken) : null;
        using var processes = ProcessHost.Create(session.Time, session.OwnFolder);
        var mask = LogFiles.MaskFor(session, settings, workflow);
        var estimate = choice is { IsQuiet: false, IsJson: false } ? await EstimateAsync(journal, workflow, cancellationToken) : null;
        var logs = new LogFiles(project);
        await using var screen = choice.Make(new ScreenParts(session, logs, mask, choice.IsQuiet, estimate).With(settings));
        using var plan = new PlanMemory();
        var views = FrontDoorViews.For(workflow, runId, project, session, plan, choice, screen.Report);
        var parts = EngineComposition.Compose(project, FrontDoorViews.Settings(workflow, settings), journal, processes, session.Time, [.. views, screen]);
        parts = parts with { Executors = [.. FrontDoorViews.Executors(workflow, session, logs, plan, Confirm, Ask), .. parts.Executors] };
        var growth = workflow.FrontDoor == TreeTranslator.FrontDoor ? new GrowingTree(session, project, settings, workflow, screen.Report) : null;
        parts = parts with
        {
            Executors = growth is null ? parts.Executors : growth.Around(parts.Executors),
            Growth = growth?.Source,
            Report = screen.Report,
            Progress = screen.Progress,
        };
        if (parts.Options.Problems().FirstOrDefault() is { } problem)
        {
            throw new CommandException(ExitCode.WrongInput, problem);
        }

        using var stop = new StopRequest(session, screen.Stopping, () => EndAtOnce(runId));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        var background = new OnlyBackground(leave.Cancel);
        if (choice.Steps is not null)
        {
            parts = parts with { Projections = parts.Projections.Add(background) };
        }

        await using var host = await opening(parts, leave.Token);
        if (host is null)
        {
            return null;
        }

        using var watch = growth?.Begin(host);
        var run = await RunAsync(host, leave.Token);
        var interrupted = !run.HasEnded;
        if (interrupted && background.IsReached && !stop.WasAsked)
        {
            screen.End(run, interrupted: false, []);
            await Keeper.HandOverAsync(session, project, settings, runId, journal, cancellationToken);
            return ExitCode.Done;
        }

        var behind = PlanReader.Shown(session, project, [.. views.Select(view => view.Shortfall).OfType<Diagnostic>()]);
        ImmutableArray<Diagnostic> shortfalls = [.. behind, .. growth?.Unusable ?? []];
        screen.End(run, interrupted, shortfalls);
        await DiagnosticsPrinter.WriteAsync(behind, session.Error, session.ErrorIsTerminal, session);
        return interrupted ? ExitCode.Interrupted : shortfalls.IsEmpty ? RunOutcome.ExitCodeOf(run.Status) : ExitCode.Failed;
    }

    private static async Task<RunState> RunAsync(RunHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await host.RunAsync(cancellationToken);
        }
        catch (JournalUnavailableException refused)
        {
            throw new CommandException(ExitCode.Failed, $"{refused.Message} 'tasker runs resume {host.RunId}' goes on with the run.");
        }
    }

    private static async Task<TimeSpan?> EstimateAsync(SqliteJournal journal, Workflow workflow, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.ListAsync(new RunFilter(Open: false, workflow.Name, workflow.Source, HistoryLooked), cancellationToken))
        {
            if (run.Summary is { Status: RunStatus.Succeeded, EndedAt: { } ended })
            {
                return ended - run.CreatedAt;
            }
        }

        return null;
    }

    private void EndAtOnce(string runId)
    {
        Strays.End(project.Root, runId);
        session.Error.WriteLine();
        session.Exit(ExitCode.Interrupted);
    }
}
