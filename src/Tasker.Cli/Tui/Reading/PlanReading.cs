using Tasker.Cli.Tui.Pictures;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Overview;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Tui.Reading;

/// <summary>Reads a plan again as far as it has changed.</summary>
/// <param name="store">The plan.</param>
internal sealed class PlanReading(PlanStore store)
{
    private PlanHealth? _health;
    private PlanOverview? _plan;
    private IReadOnlyList<BoardRow> _rows = [];
    private bool _wasRead;

    /// <summary>The plan and its rows; null and none where there is no plan.</summary>
    /// <param name="changed">What has changed.</param>
    /// <exception cref="Planning.PlanningException">The state is broken.</exception>
    public (PlanOverview? Plan, IReadOnlyList<BoardRow> Rows) Read(Parts changed)
    {
        if (_wasRead && (changed & (Parts.State | Parts.Definitions)) == 0)
        {
            _plan = changed.HasFlag(Parts.Activity) ? _plan?.WithActivity() : _plan;
            return (_plan, _rows);
        }

        if (store.TryRead() is not { } state)
        {
            (_plan, _rows, _health, _wasRead) = (null, [], null, true);
            return (null, []);
        }

        _health = changed.HasFlag(Parts.Definitions) ? PlanHealth.Of(store.Folder) : _health ?? PlanHealth.Unknown;
        _plan = PlanOverview.Of(store.Folder, state, _health, store.Time.GetUtcNow());
        (_rows, _wasRead) = ([.. Rows(_plan)], true);
        return (_plan, _rows);
    }

    /// <summary>How a task is marked.</summary>
    public static ItemStatus StatusOf(PlanOverview plan, PlanTask task) => task.Status switch
    {
        PlanTaskStatus.Pending => plan.Ready.Contains(task.Id) ? ItemStatus.Ready : ItemStatus.Waiting,
        PlanTaskStatus.Running => ItemStatus.Running,
        PlanTaskStatus.Complete => ItemStatus.Done,
        PlanTaskStatus.Failed => ItemStatus.Failed,
        PlanTaskStatus.Blocked => ItemStatus.Blocked,
        _ => ItemStatus.Skipped,
    };

    private static IEnumerable<BoardRow> Rows(PlanOverview plan)
    {
        foreach (var phase in plan.Tasks.GroupBy(task => task.Phase))
        {
            var (done, total) = (phase.Count(task => task.Status.IsSatisfied()), phase.Count());
            var status = done == total ? ItemStatus.Done : phase.Any(task => task.Status is PlanTaskStatus.Running) ? ItemStatus.Running : ItemStatus.Waiting;
            yield return new BoardRow("", phase.Key > 0 ? $"Phase {phase.Key}" : "No phase", status, "") { Counts = (done, total) };
            foreach (var task in phase)
            {
                yield return Row(plan, task);
            }
        }
    }

    private static BoardRow Row(PlanOverview plan, PlanTask task)
    {
        var status = StatusOf(plan, task);
        return new BoardRow(task.Id, task.Name, status, status is ItemStatus.Ready ? "ready" : task.Status.Word())
        {
            Since = Timestamps.Read(task.Text("started_at")),
            Took = task.Status is PlanTaskStatus.Running || task.Number("duration_seconds") is not { } seconds ? null : Span(seconds),
            Attempts = task.Attempts,
            Note = task.Error ?? task.Text("skip_reason") ?? "",
        };
    }

    /// <summary>A number of seconds that somebody wrote.</summary>
    private static TimeSpan? Span(double seconds) => seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
}
