using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Metrics;
using Tasker.Planning.States;

namespace Tasker.Planning.Overview;

/// <summary>A plan at one moment, for screens: what is where, what runs, how the gates stand, what it cost. Pure, once it is made.</summary>
public sealed record PlanOverview
{
    private const int MostEvents = 200;

    /// <summary>The state that it was made from; nobody changes it any more.</summary>
    public required PlanState State { get; init; }

    /// <summary>The planning folder.</summary>
    public required PlanningFolder Folder { get; init; }

    /// <summary>Whether a stop was asked for.</summary>
    public required Halting Halting { get; init; }

    /// <summary>The tasks by phase, then by number.</summary>
    public required IReadOnlyList<PlanTask> Tasks { get; init; }

    /// <summary>Ids of the tasks that may start.</summary>
    public required IReadOnlySet<string> Ready { get; init; }

    /// <summary>Why the plan may not go on to its next phase; none: it may.</summary>
    public required IReadOnlyList<string> Closed { get; init; }

    /// <summary>How the gates stand.</summary>
    public required PlanHealth Health { get; init; }

    /// <summary>How right verifiers were.</summary>
    public required JsonObject CalibrationFigures { get; init; }

    /// <summary>How the execution went so far.</summary>
    public required ExecutionMetrics Figures { get; init; }

    /// <summary>What happened by the state and by the log of activity, the newest first.</summary>
    public required IReadOnlyList<PlanEvent> Events { get; init; }

    /// <summary>The phase of tasks that is worked on: the first one with a task that is neither complete nor skipped; else the last one. 0: there are no tasks.</summary>
    public int CurrentPhase => Tasks.Where(task => !task.Status.IsSatisfied()).Select(task => task.Phase).DefaultIfEmpty(LastPhase).First();

    /// <summary>The last phase of tasks; 0: there are no tasks.</summary>
    public int LastPhase => Tasks.Count == 0 ? 0 : Tasks[^1].Phase;

    /// <summary>Makes it.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="state">Its state as it was read.</param>
    /// <param name="health">How its gates stand.</param>
    /// <param name="now">The time.</param>
    public static PlanOverview Of(PlanningFolder folder, PlanState state, PlanHealth health, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(state);
        var tasks = state.Tasks.ToArray();
        Array.Sort(tasks, Readiness.ByPhase);
        return new PlanOverview
        {
            State = state,
            Folder = folder,
            Halting = Halting.Of(state, File.Exists(folder.StopFile)),
            Tasks = tasks,
            Ready = Readiness.Of(state).Select(task => task.Id).ToHashSet(StringComparer.Ordinal),
            Closed = Ask(folder, state, now),
            Health = health,
            CalibrationFigures = Calibration.Of(state).Json,
            Figures = ExecutionMetrics.Of(state),
            Events = EventsOf(folder, state),
        };
    }

    /// <summary>The same with what the log of activity tells now.</summary>
    public PlanOverview WithActivity() => this with { Events = EventsOf(Folder, State) };

    /// <summary>How many tasks have a status.</summary>
    public int Count(PlanTaskStatus status) => Tasks.Count(task => task.Status == status);

    private static IReadOnlyList<PlanEvent> EventsOf(PlanningFolder folder, PlanState state) =>
        PlanEvent.Merged(PlanEvent.Newest(state, MostEvents), ActivityEvents.Newest(folder, MostEvents), MostEvents);

    /// <summary>The gate of the current phase. A gate that cannot look is closed.</summary>
    private static IReadOnlyList<string> Ask(PlanningFolder folder, PlanState state, DateTimeOffset now)
    {
        try
        {
            return new PhaseGates(folder).Ask(state, now).Reasons;
        }
        catch (Exception unreadable) when (unreadable is PlanningException or IOException or UnauthorizedAccessException)
        {
            return [unreadable.Message];
        }
    }
}
