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
using Tasker.Planning.Decomposition;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Hosting;

/// <summary>Makes a plan from a specification: the target directory, the specification, what is there already, then the phases with their agents.</summary>
/// <param name="call">The invocation.</param>
/// <param name="choice">What is asked for.</param>
internal sealed class PlanMaking(PlanningCall call, PlanMakingChoice choice)
{
    private readonly Session _session = call.Session;
    private readonly Questions _questions = new(call.Session);

    private bool MayAsk => !choice.IsSure && !choice.IsPreparing && !call.WantsJson && _session is { OutIsTerminal: true, ErrorIsTerminal: true };

    /// <summary>Makes the plan, or goes on with it.</summary>
    /// <returns>0 when it is ready to be executed, 130 when it was interrupted, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var target = await new TargetDirectory(_session, _questions, MayAsk).FindAsync(choice.Target, choice.Spec, call.FolderOption is null ? null : call.Folder.Parent, cancellationToken);
        var folder = call.FolderOption is null ? PlanningFolder.OfTarget(target) : call.Folder;
        var store = call.StoreOf(folder);
        var state = store.TryRead();
        if (state is not null)
        {
            PlanPlace.Check(folder, state);
            await _session.Error.WriteLineAsync($"Found an existing plan at {_session.ShortPath(folder.Root)}, in phase {state.Phase}.");
            if (PlanPhases.IndexOf(state.Phase) >= PlanPhases.IndexOf(PlanPhases.Ready))
            {
                return await TellAsync(store, ExitCode.Done);
            }

            if (state.Phase != PlanPhases.First && new UnfinishedInterview(_session, target).Told is { } told)
            {
                await _session.Error.WriteLineAsync($"{told} This plan goes on with the specification that it took over when it began.");
            }
        }

        var spec = state is null || state.Phase == PlanPhases.First ? SpecOf(target, folder) : null;
        if (spec is null && (state is null || state.Phase == PlanPhases.First) && !File.Exists(folder.Spec))
        {
            if (!MayAsk || !await _questions.AskAsync($"{NoSpec(target)}\nCreate one now with 'tasker specify'?", cancellationToken))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"{NoSpec(target)} Write one there as Markdown, make one with 'tasker specify', or name one: tasker plan <spec> --target <dir>.");
            }

            if (await SpecifyAsync(target, cancellationToken) is var written and not ExitCode.Done)
            {
                return written;
            }

            spec = SpecSource.Find(target);
        }

        if (spec is not null)
        {
            var interview = new UnfinishedInterview(_session, target);
            if (MayAsk && interview.Holds(spec) && !choice.IsForced && await _questions.AskAsync($"{interview.Told}\nGo on with it now?", cancellationToken)
                && await SpecifyAsync(target, cancellationToken) is var exit and not ExitCode.Done)
            {
                return exit;
            }

            spec = await interview.CheckAsync(spec, choice.IsForced);
        }

        if (choice.IsPreparing)
        {
            return await PrepareAsync(store, target, spec, cancellationToken);
        }

        var project = new Project(target);
        var settings = project.ReadSettings(_session);
        if (!await PlanReport.TellAsync(_session, settings, call.WantsJson))
        {
            return ExitCode.Failed;
        }

        var agents = new PlanAgents(AgentCatalog.Read(target, settings.Value!), choice.Agent);
        var agentOf = PlanningPhase.All.ToDictionary(phase => phase.Agent, phase => agents.Named(phase.Agent));
        var analysis = ProjectAnalysis.Of(target);
        if (MayAsk && analysis.IsExisting && state is null)
        {
            await _session.Out.WriteLineAsync($"{analysis.Context}\n");
            if (!await _questions.AskAsync("Proceed with planning?", cancellationToken))
            {
                return ExitCode.Failed;
            }
        }

        Directory.CreateDirectory(folder.Root);
        await using var journal = project.OpenJournal(_session.Time);
        var source = project.Below(folder.Root);
        using var gate = await WorkspaceGate.TakeAsync(_session, journal, folder.Root, PlanningNames.FrontDoor, source, cancellationToken);
        await PlanLeftovers.RemoveAsync(store, cancellationToken);
        foreach (var told in await new PlanIngestion(store).RunAsync(target, spec, analysis, cancellationToken))
        {
            await _session.Error.WriteLineAsync(told);
        }

        if (MayAsk && store.Read().Phase == PlanningPhase.SpecReview)
        {
            await new SpecDecisions(_session, _questions).AskAsync(store, cancellationToken);
        }

        var hosting = new RunHosting(_session, project, settings.Value!) { HoldsGate = true };
        var screen = new ScreenChoice(choice.IsQuiet, call.WantsJson);
        if (await WorkspaceGate.HolderAsync(journal, PlanningNames.FrontDoor, source, cancellationToken) is { } open)
        {
            await _session.Error.WriteLineAsync($"Run '{open.RunId}' of this plan has not ended; it is gone on with.");
            var frozen = WorkflowCodec.Decode((await journal.ReadWorkflowAsync(open.RunId, cancellationToken)).Span);
            return await TellAsync(store, await hosting.RunAsync(journal, frozen, open.RunId, (parts, token) => RunHost.RecoverAsync(parts, open.RunId, token), screen, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"{open.Owner} makes this plan as '{open.RunId}'; one at a time."));
        }

        var translated = PlanningTranslator.Translate(target, folder, store.Read().Phase, agent => agentOf[agent], choice.TimeLimit);
        if (!await PlanReport.TellAsync(_session, translated, call.WantsJson))
        {
            return ExitCode.Failed;
        }

        var workflow = translated.Value!;
        var runId = RunIds.New($"plan-{workflow.Name}", _session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
        return await TellAsync(store, await hosting.RunAsync(
            journal, workflow, runId, async (parts, token) => await RunHost.CreateAsync(parts, workflow, runId, Value.Map.Empty, token), screen, cancellationToken) ?? ExitCode.Failed);
    }

    private Task<int> SpecifyAsync(string target, CancellationToken cancellationToken) =>
        new SpecMaking(call, _questions, new SpecMakingChoice { Target = target, Agent = choice.Agent, TimeLimit = choice.TimeLimit, IsQuiet = choice.IsQuiet }).RunAsync(cancellationToken);

    /// <summary>Begins the plan and stops before its first agent.</summary>
    private async Task<int> PrepareAsync(PlanStore store, string target, SpecSource? spec, CancellationToken cancellationToken)
    {
        foreach (var told in await new PlanIngestion(store).RunAsync(target, spec, ProjectAnalysis.Of(target), cancellationToken))
        {
            await _session.Error.WriteLineAsync(told);
        }

        var phase = store.Read().Phase;
        return await call.AnswerAsync($"Phase: {phase}", () => new JsonObject { ["ok"] = true, ["planning_dir"] = store.Folder.Root, ["target_dir"] = target, ["phase"] = phase });
    }

    /// <summary>The specification; null when the plan has it already, and when there is none.</summary>
    /// <exception cref="PlanningException">The one that was named is not there.</exception>
    private SpecSource? SpecOf(string target, PlanningFolder folder)
    {
        if (choice.Spec is { } typed)
        {
            var path = _session.FullPath(typed);
            return File.Exists(path) ? SpecSource.Of(target, path) : throw new PlanningException(PlanningCodes.NotFound, $"There is no specification '{typed}'.");
        }

        // What lies beside a specification belongs to it and to no other one that the plan may have already.
        return SpecSource.Find(target) is { } found && (!File.Exists(folder.Spec) || Checksum.OfFile(found.Path) == Checksum.OfFile(folder.Spec)) ? found : null;
    }

    private string NoSpec(string target) =>
        $"Planning needs a specification, and there is none in '{Path.Combine(target, SpecSource.Folder)}'.{(new UnfinishedInterview(_session, target).Told is { } told ? $" {told}" : "")}";

    private async Task<int> TellAsync(PlanStore store, int exit)
    {
        if (exit == ExitCode.Interrupted)
        {
            return exit;
        }

        var summary = PlanningSummary.Of(store);
        if (call.WantsJson)
        {
            var json = summary.ToJson();
            json.Insert(0, "version", Diagnosing.JsonText.Version);
            await _session.Out.WriteLineAsync(json.ToJsonString());
        }
        else
        {
            await _session.Out.WriteLineAsync(summary.Text);
        }

        return summary.IsReady ? exit : ExitCode.Failed;
    }
}
