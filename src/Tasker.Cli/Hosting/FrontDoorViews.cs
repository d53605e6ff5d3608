using System.Collections.Immutable;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Hosting;

/// <summary>The outside views that the front door of a workflow promises.</summary>
internal static class FrontDoorViews
{
    /// <summary>The views, in the order in which they are kept up to date.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="runId">The run.</param>
    /// <param name="project">The project.</param>
    /// <param name="session">The surroundings.</param>
    /// <param name="choice">How the run is shown.</param>
    public static ImmutableArray<IProjection> For(Workflow workflow, string runId, Project project, Session session, ScreenChoice choice)
    {
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
}
