using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.Processes;
using Tasker.Formats.Steps.Journal;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Cli.Projects;

/// <summary>A run of steps of a plan that has not ended.</summary>
/// <param name="Record">The run.</param>
/// <param name="Steps">Numbers of its steps that have not ended.</param>
/// <param name="All">Numbers of all of its steps.</param>
/// <param name="IsLeft">True when nobody hosts it: its owner was ended, or left it.</param>
/// <param name="IsBackground">True when nothing of it runs in the foreground.</param>
internal sealed record OpenSteps(RunRecord Record, ImmutableSortedSet<int> Steps, ImmutableSortedSet<int> All, bool IsLeft, bool IsBackground)
{
    /// <summary>The steps as people read them: <c>step 13</c>, <c>steps 13, 15</c>.</summary>
    public string Named => $"step{(Steps.Count == 1 ? "" : "s")} {string.Join(", ", Steps)}";

    /// <summary>The open runs of a plan, the newest first. Nothing is created: a project without runs has none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="plan">The plan's file; absolute.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<OpenSteps>> OfAsync(Project project, string plan, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(project.StorePath))
        {
            return [];
        }

        var source = project.Below(plan);
        var open = new List<OpenSteps>();
        await using var journal = project.OpenJournal(time);
        await foreach (var record in journal.ListAsync(new RunFilter(Open: true, Source: source), cancellationToken))
        {
            if (record.FrontDoor == StepsTranslator.FrontDoor)
            {
                var run = await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken);
                var isLeft = record.Owner is not { } owner || !OwnerProcess.IsAlive(owner);
                var isBackground = run.RunningSteps().All(node => run.SpecOf(node) is StepSpec { Background: not null });
                open.Add(new OpenSteps(record, [.. StepsReport.OpenSteps(run)], [.. StepsReport.StepsOf(run.Workflow)], isLeft, isBackground));
            }
        }

        return open;
    }
}
