using System.Security.Cryptography;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Control;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.Processes;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Commands.Runs;

/// <summary>One request to a run: to its owner where there is one; else this process takes the run over.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="project">The project.</param>
/// <param name="text">The run, as typed.</param>
/// <param name="done">What has happened, in a word or two.</param>
/// <param name="json">Whether to answer in JSON.</param>
/// <param name="quiet">Of a run that is hosted here, whether to show failures and the result only.</param>
internal sealed class ControlRequest(Session session, Project project, string text, string done, bool json, bool quiet)
{
    /// <summary>Asks, and does what follows from it here when nobody else does.</summary>
    public async Task<int> AskAsync(ControlMessage message, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var run = await RunFinder.FindAsync(journal, text, cancellationToken);
        if (message.Do is "retry" && message.Node.Length == 0)
        {
            return await RetryAllAsync(journal, run, cancellationToken);
        }

        if (run.Summary.Status >= RunStatus.Succeeded)
        {
            return await AskEndedAsync(journal, run, message, cancellationToken);
        }

        if (message is { Do: "approve" or "refuse", Node.Length: 0 })
        {
            message = message with { Node = await OnlyQuestionAsync(journal, run, cancellationToken) };
        }

        var isLeft = run.Owner is not { } owner || !OwnerProcess.IsAlive(owner);
        if (message.Do is "resume" && isLeft)
        {
            return await HostAsync(journal, run, cancellationToken);
        }

        var answer = await new ControlClient(session, project, journal).AskAsync(run, message, cancellationToken);
        if (answer is ControlClient.Answer.NobodyOwns && message.Do is "retry" or "approve" or "refuse" or "restore")
        {
            return await HostAsync(journal, run, cancellationToken);
        }

        if (answer is ControlClient.Answer.NobodyOwns && message.Do is "abort")
        {
            // Somebody has to stop what is still under way, and to run what must always run.
            await HostAsync(journal, run, new ScreenChoice(IsQuiet: true, json), cancellationToken);
            return ExitCode.Done;
        }

        await TellAsync(run.RunId, message, answer);
        return ExitCode.Done;
    }

    private Task TellAsync(string runId, ControlMessage message, ControlClient.Answer answer)
    {
        var what = message.Node.Length > 0 ? $"'{message.Node}'" : message.Text.Length > 0 && !message.IsForWholeRun ? $"'{message.Text}'" : runId;
        var told = answer switch
        {
            ControlClient.Answer.Nothing => $"{what}: nothing to change, it is so already",
            ControlClient.Answer.NobodyOwns => $"{what}: noted; nobody hosts the run now, it is done first when somebody does ('tasker runs resume {runId}')",
            _ => $"{what}: {done}",
        };
        return session.Out.WriteLineAsync(json
            ? JsonText.Object(writer =>
            {
                writer.WriteString("run", runId);
                writer.WriteString("asked", message.Do);
                writer.WriteBoolean("changed", answer is not ControlClient.Answer.Nothing);
            })
            : told);
    }

    private async Task<int> AskEndedAsync(SqliteJournal journal, RunRecord run, ControlMessage message, CancellationToken cancellationToken)
    {
        if (message.Do is "resume")
        {
            var next = run.Summary.Status is RunStatus.Succeeded
                ? $"'tasker run {run.Source}' runs the plan anew."
                : $"'tasker runs retry {run.RunId}' tries again what is not done.";
            throw new CommandException(ExitCode.Failed, $"Run '{run.RunId}' has {RunOutcome.Word(run.Summary.Status)}; there is nothing to go on with. {next}");
        }

        // The rules say no in their own words.
        await new ControlClient(session, project, journal).AskAsync(run, message, cancellationToken);
        return ExitCode.Done;
    }

    private async Task<int> RetryAllAsync(SqliteJournal journal, RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Summary.Status < RunStatus.Succeeded)
        {
            throw new CommandException(
                ExitCode.Failed, $"Run '{run.RunId}' has not ended; name the step to try again, or go on with 'tasker runs resume {run.RunId}'. 'tasker runs show {run.RunId}' lists its steps.");
        }

        if (run.Summary.Status is RunStatus.Succeeded)
        {
            throw new CommandException(ExitCode.Failed, $"Run '{run.RunId}' has succeeded; there is nothing to try again. 'tasker run {run.Source}' runs the plan anew.");
        }

        var view = await RunReader.ReadAsync(journal, run.RunId, null, cancellationToken);
        var runId = RunIds.New(run.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        return await HostAsync(
            journal, view.Workflow, runId, async (parts, token) => await RunHost.ContinueAsync(parts, run.RunId, runId, token), run, ScreenChoice.For(view.Workflow, quiet, json),
            cancellationToken);
    }

    /// <summary>Takes a run over that nobody hosts, and hosts it here to its end.</summary>
    private async Task<int> HostAsync(SqliteJournal journal, RunRecord run, CancellationToken cancellationToken)
    {
        var view = await new ControlClient(session, project, journal).BeforeHostingAsync(run.RunId, cancellationToken);
        return await HostAsync(
            journal, view.Workflow, run.RunId, (parts, token) => RunHost.RecoverAsync(parts, run.RunId, token), run, ScreenChoice.For(view.Workflow, quiet, json),
            cancellationToken);
    }

    private async Task<int> HostAsync(SqliteJournal journal, RunRecord run, ScreenChoice choice, CancellationToken cancellationToken)
    {
        var view = await RunReader.ReadAsync(journal, run.RunId, null, cancellationToken);
        return await HostAsync(journal, view.Workflow, run.RunId, (parts, token) => RunHost.RecoverAsync(parts, run.RunId, token), run, choice, cancellationToken);
    }

    private async Task<int> HostAsync(
        SqliteJournal journal, Workflow workflow, string runId, RunHosting.Opening opening, RunRecord run, ScreenChoice choice, CancellationToken cancellationToken) =>
        await new RunHosting(session, project, Settings()).RunAsync(journal, workflow, runId, opening, choice, cancellationToken)
        ?? throw new CommandException(
            ExitCode.Failed, $"{(await journal.FindAsync(run.RunId, cancellationToken))?.Owner} has run '{run.RunId}' and lives. Watch it with 'tasker runs watch {run.RunId}'.");

    private async Task<string> OnlyQuestionAsync(SqliteJournal journal, RunRecord run, CancellationToken cancellationToken)
    {
        var view = await RunReader.ReadAsync(journal, run.RunId, null, cancellationToken);
        var mask = LogFiles.MaskFor(session, project, view.Workflow);
        var asking = view.RunningSteps().Where(n => view.SpecOf(n) is StepSpec { Action: StepAction.Approve }).ToArray();
        return asking switch
        {
            [var only] => view.IdOf(only),
            [] => throw new CommandException(ExitCode.Failed, $"No step of run '{run.RunId}' asks anything now. 'tasker explain {run.RunId}' tells what it waits for."),
            _ => throw new CommandException(ExitCode.WrongInput, $"{asking.Length} steps ask: {string.Join(", ", asking.Select(Question))}. Name one."),
        };

        string Question(int node) => $"{view.IdOf(node)} ({SafeText.Of(mask.Apply(view.QuestionOf(node)))})";
    }

    private Engine.Settings.ProjectSettings Settings() => project.ReadSettings(session).Value ?? Engine.Settings.ProjectSettings.Default;
}
