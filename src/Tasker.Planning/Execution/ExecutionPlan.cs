using Tasker.Planning.Files;

namespace Tasker.Planning.Execution;

/// <summary>What a run of tasks is made from, besides the tasks.</summary>
public sealed record ExecutionPlan
{
    /// <summary>The plan.</summary>
    public required PlanningFolder Folder { get; init; }

    /// <summary>The target directory, which is the root of the project; absolute.</summary>
    public required string Target { get; init; }

    /// <summary>Most tasks that are under way together, 1 to 10.</summary>
    public required int Parallel { get; init; }

    /// <summary>The agent that does the tasks; empty: the default agent of the project.</summary>
    public string Agent { get; init; } = "";

    /// <summary>True: a person is asked before each task but the first.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>How long an executor may work at one task; null: no limit.</summary>
    public TimeSpan? TaskTimeLimit { get; init; }

    /// <summary>How long the verification of one criterion may take.</summary>
    public TimeSpan CheckTimeLimit { get; init; } = TimeSpan.FromMinutes(15);
}
