using System.Collections.Immutable;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Translation;
using Tasker.Formats.TaskTree.Status;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;
using Tasker.Planning.Interview;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Hosting;

/// <summary>What the front door of a workflow adds to its engine: outside views, and what its steps need around an attempt.</summary>
internal static class FrontDoorViews
{
    /// <summary>The views, in the order in which they are kept up to date.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="runId">The run.</param>
    /// <param name="project">The project.</param>
    /// <param name="session">The surroundings.</param>
    /// <param name="plan">What is remembered of the plan that is executed.</param>
    /// <param name="choice">How the run is shown.</param>
    /// <param name="report">Told what people should see besides.</param>
    public static ImmutableArray<IProjection> For(
        Workflow workflow, string runId, Project project, Session session, PlanMemory plan, ScreenChoice choice, Action<string> report)
    {
        if (workflow.FrontDoor == TreeTranslator.FrontDoor)
        {
            var attempts = new LogFiles(project);
            return
            [
                new TreeProjection(
                    project.Root, TreePlan.PlaceOf(workflow), (step, attempt) => attempts.PathOf(runId, step, attempt), session.Time, report),
            ];
        }

        if (workflow.FrontDoor == ExecutionNames.FrontDoor)
        {
            return [new PlanUsage(new PlanStore(new PlanningFolder(Path.GetFullPath(workflow.Labels[ExecutionNames.FolderLabel], project.Root)), session.Time, "tasker execute", plan))];
        }

        if (workflow.FrontDoor != StepsTranslator.FrontDoor)
        {
            return [];
        }

        var logs = new LogFiles(project);
        return
        [
            new StepsProjection(new StepsOutlets
            {
                Root = project.Root,
                SpecPath = workflow.Source,
                Time = session.Time,
                Console = choice.Steps is { } style ? new StepsConsole((choice.IsJson ? session.Error : session.Out).WriteLine, style) : null,
                OutputOf = (step, attempt) => logs.PathOf(runId, step, attempt),
            }),
        ];
    }

    /// <summary>Executors of steps that only this front door has.</summary>
    /// <param name="plan">What is remembered of the plan that is executed.</param>
    /// <param name="confirm">Asks a person whether to go on; null: nobody is there.</param>
    /// <param name="ask">Asks a person for a line; null: nobody is there.</param>
    public static ImmutableArray<IExecutor> Executors(
        Workflow workflow, Session session, LogFiles logs, PlanMemory plan, Func<string, CancellationToken, Task<bool>>? confirm, Func<string, CancellationToken, Task<string?>>? ask) =>
        workflow.FrontDoor switch
        {
            ExecutionNames.FrontDoor => [new PlanStepExecutor(session.Time, plan, logs.PathOf, confirm)],
            PlanningNames.FrontDoor => [new PlanningStepExecutor(session.Time)],
            InterviewNames.FrontDoor => [new InterviewStepExecutor(session.Time, ask ?? ((_, _) => Task.FromResult<string?>(null)))],
            _ => [],
        };

    /// <summary>The settings of a run: a tree of tasks brings the command that does its tasks, and what the system refuses them.</summary>
    public static ProjectSettings Settings(Workflow workflow, ProjectSettings settings)
    {
        if (workflow.FrontDoor != TreeTranslator.FrontDoor)
        {
            return settings;
        }

        var tree = settings.Tree;
        var name = tree.Agent ?? TreeSettings.OwnAgent;
        var agent = settings.Agents.GetValueOrDefault(name) ?? (tree.Agent is null ? tree.CommandAgent : null);
        return agent is null ? settings : settings with
        {
            DefaultAgent = settings.DefaultAgent ?? name,
            Agents = settings.Agents.SetItem(name, tree is { EnforcesMemory: true, MemoryPerTask: { } limit } ? agent with { MemoryLimit = limit } : agent),
        };
    }
}
