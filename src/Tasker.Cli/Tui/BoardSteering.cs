using Tasker.Cli.Commands.Runs;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Engine.Control;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Processes;
using Tasker.Planning;
using Tasker.Planning.Operations;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Tui;

/// <summary>Does what somebody has said yes to, in the ways of <c>tasker state halt</c>, <c>state resume</c>, <c>runs pause</c> and <c>runs resume</c>.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="store">The plan.</param>
/// <param name="project">The project of the runs.</param>
internal sealed class BoardSteering(Session session, PlanStore store, Project project)
{
    /// <summary>Does it.</summary>
    /// <returns>What came of it, or why it was refused; for people.</returns>
    public async Task<string> DoAsync(BoardAction action, CancellationToken cancellationToken)
    {
        try
        {
            return action switch
            {
                BoardAction.HaltPlan halt => $"Halt requested: {await new HaltOperations(store).RequestAsync(halt.Reason, session.User, cancellationToken)}",
                BoardAction.ResumePlan => HaltOperations.Told(await new HaltOperations(store).ResumeAsync(force: false, cancellationToken)),
                BoardAction.PauseRun pause => await AskAsync(pause.Run, "pause", "paused", cancellationToken),
                BoardAction.ResumeRun resume => await AskAsync(resume.Run, "resume", "resumed", cancellationToken),
                _ => "",
            };
        }
        catch (Exception refused) when (refused is PlanningException or CommandException or JournalException or IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    private async Task<string> AskAsync(string runId, string what, string done, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var client = new ControlClient(session, project, journal);
        var run = await RunFinder.FindAsync(journal, runId, cancellationToken);
        if (what == "resume" && !(run.Owner is { } owner && OwnerProcess.IsAlive(owner)))
        {
            await client.BeforeHostingAsync(runId, cancellationToken);
            await Keeper.HandOverAsync(session, project, project.ReadSettings(session).Value ?? ProjectSettings.Default, runId, journal, cancellationToken);
            return $"{runId} runs in the background.";
        }

        return await client.AskAsync(run, new ControlMessage(what, session.User), cancellationToken) switch
        {
            ControlClient.Answer.Nothing => $"{runId}: nothing to change, it is so already",
            ControlClient.Answer.NobodyOwns => $"{runId}: noted; nobody hosts the run now, it is done first when somebody does",
            _ => $"{runId}: {done}",
        };
    }
}
