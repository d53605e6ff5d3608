using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Pictures;

/// <summary>All that a screen shows: a plan and the runs of its project at one moment. Nothing in it changes any more.</summary>
/// <param name="Name">The project.</param>
internal sealed record Board(string Name)
{
    /// <summary>The plan; null where there is none.</summary>
    public PlanOverview? Plan { get; init; }

    /// <summary>The tasks of the plan by phase, each phase below its heading.</summary>
    public IReadOnlyList<BoardRow> Tasks { get; init; } = [];

    /// <summary>Runs of the project: those that go on first, then the newest.</summary>
    public IReadOnlyList<RunEntry> Runs { get; init; } = [];

    /// <summary>The run that is looked at; null: none.</summary>
    public RunPicture? Run { get; init; }

    /// <summary>What is under way, the longest first.</summary>
    public IReadOnlyList<WorkRow> Work { get; init; } = [];

    /// <summary>The task or step that is opened; null: none.</summary>
    public DetailPage? Page { get; init; }

    /// <summary>Why something could not be read; empty: nothing is wrong.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What is to be done: the steps of the run that is looked at, else the tasks of the plan.</summary>
    public IReadOnlyList<BoardRow> Rows => Run?.Rows ?? Tasks;
}
