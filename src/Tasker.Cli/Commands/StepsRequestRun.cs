using System.Security.Cryptography;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Settings;
using Tasker.Engine.Files;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Requests;

namespace Tasker.Cli.Commands;

/// <summary>
/// Does the steps that somebody asked for. A run that was left in the middle of them is gone on with first, so that nothing is done twice;
/// what another process does now is not begun a second time.
/// </summary>
/// <param name="session">The surroundings.</param>
/// <param name="project">The project.</param>
/// <param name="settings">Its settings.</param>
/// <param name="plan">The plan's file; absolute.</param>
/// <param name="screen">How runs are shown.</param>
internal sealed class StepsRequestRun(Session session, Project project, ProjectSettings settings, string plan, ScreenChoice screen)
{
    /// <summary>Does the steps.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="dryRun">True: they are only shown.</param>
    /// <param name="cancellationToken">Leaves the run, as a signal does.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Another process does some of them, or a run that was left has other steps besides.</exception>
    public async Task<int> RunAsync(StepRequest request, bool dryRun, CancellationToken cancellationToken)
    {
        var aside = StepsAside.None;
        while (true)
        {
            var open = await OpenSteps.OfAsync(project, plan, session.Time, cancellationToken);
            aside = aside with { UnderWay = [.. open.Where(run => !run.IsLeft).SelectMany(run => run.Steps)] };
            var read = await StepsPlan.ReadAsync(session, project, settings, plan, request, aside, cancellationToken);
            if (!await PlanReport.TellAsync(session, read, screen.IsJson))
            {
                return ExitCode.WrongInput;
            }

            var workflow = read.Value!;
            if (workflow.Root.Members.IsEmpty)
            {
                // Of a request that was done by going on with other runs their documents have said all.
                return aside.Done.IsEmpty ? await NothingToDo.TellAsync(session, workflow, screen.IsJson) : ExitCode.Done;
            }

            if (dryRun)
            {
                return await DryRun.ShowAsync(session, workflow, screen.IsJson);
            }

            if (!await PlanReport.TellAsync(session, StepsPlan.CanBeMarked(session, project, workflow), screen.IsJson))
            {
                return ExitCode.WrongInput;
            }

            var asked = StepsReport.StepsOf(workflow).ToHashSet();
            RefuseWhatOthersDo(open, asked);
            if (open.FirstOrDefault(run => run.IsLeft && run.Steps.Overlaps(asked)) is not { } left)
            {
                return await CreateAsync(workflow, asked, cancellationToken);
            }

            var exit = await GoOnAsync(left, asked, cancellationToken);
            if (exit != ExitCode.Done)
            {
                return exit;
            }

            aside = aside with { Done = aside.Done.Union(left.All) };
        }
    }

    private async Task<int> CreateAsync(Workflow workflow, HashSet<int> asked, CancellationToken cancellationToken)
    {
        var runId = RunIds.New(workflow.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        await using var journal = project.OpenJournal(session.Time);
        return await new RunHosting(session, project, settings).RunAsync(
            journal, workflow, runId, (parts, token) => BeginAsync(parts, workflow, runId, asked, token), screen, cancellationToken)
            ?? ExitCode.Failed;
    }

    /// <summary>Creates the run. Since the first look another process may have begun the same steps: of all at once one gets them.</summary>
    private async Task<RunHost?> BeginAsync(EngineParts parts, Workflow workflow, string runId, HashSet<int> asked, CancellationToken cancellationToken)
    {
        using var gate = await new ProjectLock(Path.Combine(project.StateFolder, "begin.lock"), session.Time).TakeAsync(cancellationToken);
        RefuseWhatOthersDo(await OpenSteps.OfAsync(project, plan, session.Time, cancellationToken), asked);
        return await RunHost.CreateAsync(parts, workflow, runId, Value.Map.Empty, cancellationToken);
    }

    private void RefuseWhatOthersDo(IReadOnlyList<OpenSteps> open, HashSet<int> asked)
    {
        if (open.FirstOrDefault(run => !run.IsLeft && (!run.IsBackground || run.Steps.Overlaps(asked))) is { } busy)
        {
            throw new CommandException(
                ExitCode.Failed,
                $"{busy.Record.Owner} does {busy.Named} of this plan now, in run '{busy.Record.RunId}'. Watch it with 'tasker runs watch {busy.Record.RunId}{project.Hint(session)}', "
                + $"or end it with 'tasker runs abort {busy.Record.RunId}{project.Hint(session)}'.");
        }
    }

    private async Task<int> GoOnAsync(OpenSteps left, HashSet<int> asked, CancellationToken cancellationToken)
    {
        var (runId, hint) = (left.Record.RunId, project.Hint(session));
        if (!left.Steps.IsSubsetOf(asked))
        {
            throw new CommandException(
                ExitCode.Failed,
                $"Run '{runId}' was left before it had done {left.Named}. Go on with all of it by 'tasker runs resume {runId}{hint}', or end it with 'tasker runs abort {runId}{hint}'.");
        }

        await session.Error.WriteLineAsync($"Run '{runId}' was left before it had done {left.Named}; going on with it.");
        await using var journal = project.OpenJournal(session.Time);
        var run = await Engine.Reading.RunReader.ReadAsync(journal, runId, null, cancellationToken);
        return await new RunHosting(session, project, settings).RunAsync(
            journal, run.Workflow, runId, (parts, token) => RunHost.RecoverAsync(parts, runId, token), screen, cancellationToken)
            ?? throw new CommandException(ExitCode.Failed, $"Somebody else has taken run '{runId}' meanwhile. Watch it with 'tasker runs watch {runId}{hint}'.");
    }
}
