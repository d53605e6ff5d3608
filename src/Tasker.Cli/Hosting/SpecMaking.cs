using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tasker.Cli.Commands;
using Tasker.Cli.Commands.Planning;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Executors.Agents;
using Tasker.Planning;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Hosting;

/// <summary>Makes a specification: asks a person, and has agents find questions and write. What was answered is kept; asked again it goes on.</summary>
/// <param name="call">The invocation.</param>
/// <param name="questions">Asks.</param>
/// <param name="choice">What is asked for.</param>
internal sealed class SpecMaking(PlanningCall call, Questions questions, SpecMakingChoice choice)
{
    private readonly Session _session = call.Session;

    private bool MayAsk => !call.WantsJson && _session is { OutIsTerminal: true, ErrorIsTerminal: true };

    /// <summary>Makes it.</summary>
    /// <returns>0 when the specification is complete, 130 when it was interrupted, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var target = await new TargetDirectory(_session, questions, MayAsk).FindAsync(choice.Target, null, call.FolderOption is null ? null : call.Folder.Parent, cancellationToken);
        var project = new Project(target);
        var settings = project.ReadSettings(_session);
        if (!await PlanReport.TellAsync(_session, settings, call.WantsJson))
        {
            return ExitCode.Failed;
        }

        var agents = new PlanAgents(AgentCatalog.Read(target, settings.Value!), choice.Agent);
        var agentOf = new[] { InterviewNames.Interviewer, InterviewNames.Writer }.ToDictionary(agent => agent, agents.Named);
        var session = await SessionAsync(target, cancellationToken);
        var files = new InterviewFiles(target, session.Slug);
        if (session.Phase == SpecPhases.Complete)
        {
            return await TellAsync(files, ExitCode.Done);
        }

        files.MakeFolders();
        await using var journal = project.OpenJournal(_session.Time);
        var source = project.Below(files.Plan.Root);
        using var gate = await WorkspaceGate.TakeAsync(_session, journal, files.Plan.Root, InterviewNames.FrontDoor, source, cancellationToken);
        var hosting = new RunHosting(_session, project, settings.Value!) { HoldsGate = true, Ask = (question, token) => questions.LineAsync($"{question}\n> ", token) };
        var screen = new ScreenChoice(choice.IsQuiet, call.WantsJson, IsPlain: true);
        if (await WorkspaceGate.HolderAsync(journal, InterviewNames.FrontDoor, source, cancellationToken) is { } open)
        {
            await _session.Error.WriteLineAsync($"Run '{open.RunId}' of this specification has not ended; it is gone on with.");
            var frozen = WorkflowCodec.Decode((await journal.ReadWorkflowAsync(open.RunId, cancellationToken)).Span);
            return await TellAsync(files, await hosting.RunAsync(journal, frozen, open.RunId, (parts, token) => RunHost.RecoverAsync(parts, open.RunId, token), screen, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"{open.Owner} makes this specification as '{open.RunId}'; one at a time."));
        }

        var translated = InterviewTranslator.Translate(files, agent => agentOf[agent], choice.TimeLimit);
        if (!await PlanReport.TellAsync(_session, translated, call.WantsJson))
        {
            return ExitCode.Failed;
        }

        var runId = RunIds.New($"specify-{files.Slug}", _session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        return await TellAsync(files, await hosting.RunAsync(
            journal, translated.Value!, runId, async (parts, token) => await RunHost.CreateAsync(parts, translated.Value!, runId, Value.Map.Empty, token), screen, cancellationToken)
            ?? ExitCode.Failed);
    }

    /// <summary>The session that is gone on with, or a new one.</summary>
    private async Task<SpecSession> SessionAsync(string target, CancellationToken cancellationToken)
    {
        var session = SpecSession.TryRead(target);
        if (session is not null && !choice.BeginsAnew && (choice.Topic is null || choice.Topic == session.Topic))
        {
            await _session.Error.WriteLineAsync($"Found a session about '{session.Topic}', in phase {session.Phase}.");
            return session;
        }

        if (session is not null && !choice.BeginsAnew && session.Phase != SpecPhases.Complete)
        {
            throw new PlanningException(PlanningCodes.Exists, $"A session about '{session.Topic}' is not complete. 'tasker specify' without a topic goes on with it, --force puts it aside and begins anew.");
        }

        var topic = choice.Topic ?? await questions.LineAsync("What is to be specified? ", cancellationToken);
        if (string.IsNullOrWhiteSpace(topic))
        {
            throw new PlanningException(PlanningCodes.Usage, "What is to be specified is not known. Name it: tasker specify <topic>.");
        }

        await new SessionAnswers(target, _session.Time).BeginAsync(topic, choice.BeginsAnew, cancellationToken);
        return SpecSession.Read(target);
    }

    private async Task<int> TellAsync(InterviewFiles files, int exit)
    {
        if (exit == ExitCode.Interrupted)
        {
            return exit;
        }

        var session = SpecSession.Read(files.Target);
        var isComplete = session.Phase == SpecPhases.Complete;
        var json = new JsonObject
        {
            ["version"] = Diagnosing.JsonText.Version,
            ["result"] = isComplete ? "complete" : "incomplete",
            ["phase"] = session.Phase,
            ["spec"] = files.Spec,
            ["capability_map"] = files.CapabilityMap,
            ["fsm"] = files.Fsm,
        };
        await _session.Out.WriteLineAsync(
            call.WantsJson ? json.ToJsonString()
            : isComplete ? $"Specification complete\n\nSpecification: {_session.ShortPath(files.Spec)}\nCapabilities: {_session.ShortPath(files.CapabilityMap)}\nState machines: {_session.ShortPath(files.Fsm)}\n\n'tasker plan {_session.ShortPath(files.Spec)}' makes a plan of it."
            : $"The specification is not complete: phase {session.Phase}. 'tasker specify' goes on.");
        return isComplete ? exit : ExitCode.Failed;
    }
}
