using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui.Pictures;
using Tasker.Engine.Ports;
using Tasker.Planning.Documents;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;
using Tasker.Planning.Overview;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Tui.Reading;

/// <summary>Reads what a screen shows, again and again, each time only what has changed. One reader at a time.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="store">The plan; it need not be there.</param>
/// <param name="project">The project that its runs belong to.</param>
internal sealed class BoardReader(Session session, PlanStore store, Project project) : IAsyncDisposable
{
    private readonly PlanReading _plan = new(store);
    private readonly RunsReading _runs = new(session, project);

    /// <summary>Reads.</summary>
    /// <param name="request">What is looked at.</param>
    /// <param name="changed">What has changed since the last time.</param>
    /// <exception cref="Planning.PlanningException">The state of the plan is broken.</exception>
    /// <exception cref="JournalException">The journal is damaged, or cannot be read, and there is no plan to show without it.</exception>
    public async Task<Board> ReadAsync(BoardRequest request, Parts changed, CancellationToken cancellationToken)
    {
        var (plan, rows) = _plan.Read(changed);
        var board = new Board(Path.GetFileName(project.Root)) { Plan = plan, Tasks = rows };
        try
        {
            return await WithRunsAsync(board, request, changed, cancellationToken);
        }
        catch (JournalException damaged) when (plan is not null)
        {
            // What is wrong with a run does not hide the plan.
            return board with { Problem = damaged.Message, Work = Work(plan, []), Page = await PageAsync(board, null, request.Item, cancellationToken) };
        }
    }

    private async Task<Board> WithRunsAsync(Board board, BoardRequest request, Parts changed, CancellationToken cancellationToken)
    {
        await _runs.ReadAsync(changed, cancellationToken);
        var (living, entries) = await _runs.LivingAsync(cancellationToken);
        var looked = request.Run ?? (board.Plan is null && entries.Count > 0 ? entries[0].Id : null);
        var run = looked is null ? null : await _runs.FindAsync(looked, cancellationToken);
        _runs.Forget(looked);
        return board with
        {
            Runs = entries,
            Run = run is { } found ? await found.Run.PictureAsync(_runs.Journal, found.Entry, cancellationToken) : null,
            Work = Work(board.Plan, living),
            Page = await PageAsync(board, run?.Run, request.Item, cancellationToken),
        };
    }

    private async Task<DetailPage?> PageAsync(Board board, FollowedRun? run, string? item, CancellationToken cancellationToken) => item is null ? null
        : run is not null ? StepPage.Of(run, item, _runs.Logs, session.Time.GetUtcNow())
        : board.Plan is { } plan ? await new TaskPage(session, plan, project, _runs).OfAsync(item, cancellationToken)
        : null;

    /// <summary>The folder of a run's output.</summary>
    public string LogFolderOf(string runId) => _runs.Logs.FolderOf(runId);

    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    private static List<WorkRow> Work(PlanOverview? plan, IReadOnlyList<FollowedRun> living)
    {
        var work = new List<WorkRow>();
        foreach (var run in living)
        {
            var isOfPlan = plan is not null && run.State.Workflow.FrontDoor == ExecutionNames.FrontDoor;
            work.AddRange(run.Work(step => isOfPlan ? plan!.State.Task(TaskOf(step))?.Name : null));
        }

        // A task that somebody works on without a run of ours.
        var known = work.Select(row => TaskOf(row.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var task in plan?.Tasks.Where(task => task.Status is PlanTaskStatus.Running && !known.Contains(task.Id)) ?? [])
        {
            work.Add(new WorkRow(task.Id, task.Name, "", Timestamps.Read(task.Text("started_at")), task.Attempts, ""));
        }

        work.Sort((a, b) => Nullable.Compare(a.Since, b.Since));
        return work;
    }

    private static string TaskOf(string step) => step.Split('/', 2)[0];
}
