using System.Security.Cryptography;
using Tasker.Cli.Commands;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Hosting;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Evaluating;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;
using Tasker.Planning.Git;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Storage.Sqlite;

namespace Tasker.Cli.Hosting;

/// <summary>
/// Executes a plan: goes on with a run that was left, finds out about tasks that nobody works on any more, then runs what is ready, and what
/// has become ready meanwhile, until nothing is.
/// </summary>
/// <param name="session">The surroundings.</param>
/// <param name="store">The plan.</param>
/// <param name="choice">What is asked for.</param>
internal sealed class PlanExecution(Session session, PlanStore store, ExecutionChoice choice)
{
    private readonly Questions _questions = new(session);

    /// <summary>The planning folder that a path names; null when it names something else.</summary>
    public static PlanningFolder? FolderOf(Session session, string path)
    {
        var full = Path.TrimEndingDirectorySeparator(session.FullPath(path));
        return Path.GetFileName(full) == PlanningFolder.Name && File.Exists(new PlanningFolder(full).State) ? new PlanningFolder(full) : null;
    }

    /// <summary>Executes a plan as any other one is run: all that is ready, without questions.</summary>
    /// <param name="most">Most tasks at once; null: as many as usual.</param>
    /// <exception cref="CommandException">It is refused.</exception>
    public static async Task<int> RunAsync(Session session, PlanningFolder folder, int? most, bool isDryRun, bool isJson, bool isQuiet, CancellationToken cancellationToken)
    {
        var parallel = Math.Min(most ?? CheckpointRules.DefaultParallel, CheckpointRules.MostParallel);
        var choice = new ExecutionChoice { Parallel = parallel, IsDryRun = isDryRun, IsJson = isJson, IsQuiet = isQuiet };
        try
        {
            return await new PlanExecution(session, new PlanStore(folder, session.Time, "tasker run"), choice).RunAsync(cancellationToken);
        }
        catch (PlanningException refused)
        {
            throw new CommandException(ExitCode.Failed, refused.Message);
        }
    }

    /// <summary>Executes.</summary>
    /// <returns>0 when everything that was asked for is done, 130 when it was interrupted, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var state = store.Read();
        PlanPlace.Check(store.Folder, state);
        if (!Directory.Exists(state.TargetDir))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"The target directory of the plan is not there: '{state.TargetDir}'.");
        }

        var project = new Project(Path.TrimEndingDirectorySeparator(state.TargetDir));
        var settings = project.ReadSettings(session);
        if (!await PlanReport.TellAsync(session, settings, choice.IsJson))
        {
            return ExitCode.Failed;
        }

        if (PlanPhases.IndexOf(state.Phase) < PlanPhases.IndexOf(PlanPhases.Ready))
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"The plan cannot be executed yet: it is in phase {state.Phase}, before ready. 'tasker state advance' leads there.");
        }

        var plan = PlanOf(project, settings.Value!);
        return choice.IsDryRun ? await ShowAsync(plan, state) : await RunAsync(project, settings.Value!, plan, cancellationToken);
    }

    private ExecutionPlan PlanOf(Project project, ProjectSettings settings)
    {
        var plan = new ExecutionPlan
        {
            Folder = store.Folder,
            Target = project.Root,
            Parallel = choice.Parallel,
            Agent = new PlanAgents(AgentCatalog.Read(project.Root, settings), choice.Agent).Named(ExecutionNames.Executor),
            IsInteractive = choice.IsInteractive,
            TaskTimeLimit = choice.TaskTimeLimit,
        };
        return choice.CheckTimeLimit is { } limit ? plan with { CheckTimeLimit = limit } : plan;
    }

    private async Task<int> ShowAsync(ExecutionPlan plan, PlanState state)
    {
        PlanTask[] running = [.. state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).OrderBy(task => task.Id, TaskIds.Order)];
        if (running.Length > 0)
        {
            await session.Error.WriteLineAsync(
                $"Under way, or left by a run before: {string.Join(", ", running.Select(task => task.Id))}. Shown as still to be done; what of it is done is not done again.");
        }

        // Of this copy alone: else all that waits for what is under way would be missing.
        foreach (var task in running)
        {
            task.Status = PlanTaskStatus.Pending;
        }

        var translated = PlanTranslator.Translate(plan, Select(state));
        return !await PlanReport.TellAsync(session, translated, choice.IsJson) ? ExitCode.Failed
            : await DryRun.ShowAsync(session, Sketch(translated.Value!), choice.IsJson);
    }

    /// <summary>The workflow with nothing but the executors of tasks: what is around each of them is always the same.</summary>
    private Workflow Sketch(Workflow workflow) => workflow with
    {
        Pools = [new PoolSpec("tasks", choice.Parallel)],
        Root = workflow.Root with
        {
            Members =
            [
                .. workflow.Root.Members.OfType<GroupSpec>().SelectMany(group => group.Members.OfType<StepSpec>().Where(step => step.Action is StepAction.Agent)
                    .Select(work => work with { Id = group.Id, Needs = group.Needs, Condition = null })),
            ],
        },
    };

    private ExecutionSelection Select(PlanState state) => choice.Task is { } id ? ExecutionSelection.One(state, id) : ExecutionSelection.All(state);

    private async Task<int> RunAsync(Project project, ProjectSettings settings, ExecutionPlan plan, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var source = project.Below(store.Folder.Root);
        using var gate = await WorkspaceGate.TakeAsync(session, journal, store.Folder.Root, ExecutionNames.FrontDoor, source, cancellationToken);
        await PlanLeftovers.RemoveAsync(store, cancellationToken);
        var hosting = new RunHosting(session, project, settings) { HoldsGate = true, Confirm = choice.IsInteractive ? new Consent(_questions).AskAsync : null };
        var exit = ExitCode.Done;
        if (await WorkspaceGate.HolderAsync(journal, ExecutionNames.FrontDoor, source, cancellationToken) is { } open)
        {
            await session.Error.WriteLineAsync($"Run '{open.RunId}' of this plan has not ended; it is gone on with.");
            var frozen = WorkflowCodec.Decode((await journal.ReadWorkflowAsync(open.RunId, cancellationToken)).Span);
            exit = await hosting.RunAsync(journal, frozen, open.RunId, (parts, token) => TakeUpAsync(parts, open.RunId, token), Screen, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"{open.Owner} runs this plan as '{open.RunId}'; one at a time.");
        }

        await EnsureGitAsync(project.Root, cancellationToken);
        if (exit == ExitCode.Interrupted || !await new LeftTasks(session, store, _questions).SettleAsync(choice.Orphans, cancellationToken))
        {
            return exit == ExitCode.Interrupted ? exit : ExitCode.Failed;
        }

        return await RunReadyAsync(hosting, journal, plan, exit, cancellationToken);
    }

    /// <summary>Takes a run up; one that was paused goes on, because that is what was asked for.</summary>
    private async Task<RunHost?> TakeUpAsync(EngineParts parts, string runId, CancellationToken cancellationToken)
    {
        var host = await RunHost.RecoverAsync(parts, runId, cancellationToken);
        if (host is { State.Status: RunStatus.Paused })
        {
            host.Post(new RunInput.Resume(session.User));
        }

        return host;
    }

    /// <summary>A run for what is ready, and again for what became ready that the run could not know: a task that was set back, a new definition.</summary>
    private async Task<int> RunReadyAsync(RunHosting hosting, SqliteJournal journal, ExecutionPlan plan, int exit, CancellationToken cancellationToken)
    {
        var tried = new HashSet<(string, int, string)>();
        for (var runs = 0; ; runs++)
        {
            var state = store.Read();
            var selection = Halting.Of(state, File.Exists(store.Folder.StopFile)).IsHalted || (runs > 0 && choice.Task is not null)
                ? new ExecutionSelection([], [])
                : Select(state);
            var isNew = selection.Tasks.Select(task => tried.Add((task.Id, task.Attempts, FrozenDefinition.Read(store.Folder, task).Checksum))).ToArray().Contains(true);
            if (!isNew && (runs > 0 || selection.Uncommitted.Count == 0))
            {
                return await EndAsync(exit, hasRun: runs > 0, cancellationToken);
            }

            var translated = PlanTranslator.Translate(plan, selection);
            if (!await PlanReport.TellAsync(session, translated, choice.IsJson))
            {
                return ExitCode.Failed;
            }

            var workflow = translated.Value!;
            var runId = RunIds.New(workflow.Name, session.Time, () => RandomNumberGenerator.GetInt32(0x10000));
            exit = await hosting.RunAsync(
                journal, workflow, runId, async (parts, token) => await RunHost.CreateAsync(parts, workflow, runId, Value.Map.Empty, token), Screen, cancellationToken)
                ?? ExitCode.Failed;
            if (exit == ExitCode.Interrupted)
            {
                return exit;
            }
        }
    }

    private async Task<int> EndAsync(int exit, bool hasRun, CancellationToken cancellationToken)
    {
        // Each run ends so itself; who found nothing to run gets the same.
        var state = store.Read();
        var summary = hasRun ? ExecutionSummary.Of(state, Halting.Of(state, File.Exists(store.Folder.StopFile))) : await new ExecutionEnd(store).RunAsync(cancellationToken);
        if (choice.IsJson)
        {
            var json = summary.ToJson();
            json.Insert(0, "version", Diagnosing.JsonText.Version);
            await session.Out.WriteLineAsync(json.ToJsonString());
        }
        else
        {
            if (!choice.IsQuiet)
            {
                await session.Out.WriteLineAsync($"\n{Evaluation.Of(store).Text}\n");
            }

            await session.Out.WriteLineAsync(string.Join('\n', summary.Problems.Prepend(summary.Text)));
        }

        // Who asked for one task alone asks nothing about the others.
        var isAsked = summary.IsComplete || (choice.Task is { } id && (hasRun || state.Required(id).Status is PlanTaskStatus.Complete));
        return isAsked && !summary.IsHalted && summary.Problems.Count == 0 ? exit : ExitCode.Failed;
    }

    private async Task EnsureGitAsync(string target, CancellationToken cancellationToken)
    {
        if (!GitProgram.IsInside(target))
        {
            await GitProgram.AskAsync(target, null, cancellationToken, "init", "--quiet");
            await session.Error.WriteLineAsync($"Initialized a git repository in {target}");
        }
    }

    private ScreenChoice Screen => new(choice.IsQuiet, choice.IsJson, IsPlain: choice.IsInteractive);
}
