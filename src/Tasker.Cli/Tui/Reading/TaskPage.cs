using System.Globalization;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui.Pictures;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Reading;

/// <summary>All that is known about one task of a plan, with the end of what its agent has said.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="plan">The plan.</param>
/// <param name="project">Its project.</param>
/// <param name="runs">The runs of the project.</param>
internal sealed class TaskPage(Session session, PlanOverview plan, Project project, RunsReading runs)
{
    private const string WorkStep = "work";

    /// <summary>The page; null when there is no such task.</summary>
    public async Task<DetailPage?> OfAsync(string id, CancellationToken cancellationToken)
    {
        if (plan.State.Task(id) is not { } task)
        {
            return null;
        }

        var mask = SecretMask.OfVariables(session.AllVariables(), (project.ReadSettings(session).Value ?? ProjectSettings.Default).Secrets);
        var sections = TaskSheet.Of(plan.Folder, plan.State, task).Select(section => section with { Lines = [.. section.Lines.Select(mask.Apply)] }).ToList();
        if (await LogAsync(task, cancellationToken) is { } log && LogFiles.Last(log, mask, StepPage.MostOutput) is { Count: > 0 } lines)
        {
            sections.Add(new SheetSection("Last output", lines));
        }

        return new DetailPage(id, mask.Apply(task.Name), PlanReading.StatusOf(plan, task), sections);
    }

    /// <summary>The log of what the agent said last; null when there is none. The names in a state are only believed when a journal knows them.</summary>
    private async Task<string?> LogAsync(PlanTask task, CancellationToken cancellationToken)
    {
        if (task.Run is not { } run || !TaskIds.IsValid(task.Id) || await runs.Journal.FindAsync(run, cancellationToken) is null || !Directory.Exists(runs.Logs.FolderOf(run)))
        {
            return null;
        }

        var last = Directory.EnumerateFiles(runs.Logs.FolderOf(run), $"{task.Id}+{WorkStep}.*.log").Select(Attempt).DefaultIfEmpty(0).Max();
        return last > 0 ? runs.Logs.LivePathOf(run, $"{task.Id}/{WorkStep}", last) : null;
    }

    private static int Attempt(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path).Split('.')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
