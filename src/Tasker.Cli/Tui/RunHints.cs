using Tasker.Cli.Tui.Pictures;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Execution;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Tui;

/// <summary>How runs are gone on with that more belongs to than hosting them: their front door is asked again.</summary>
internal static class RunHints
{
    /// <summary>What to do; empty when the run can be hosted as it is.</summary>
    public static string GoOn(RunEntry run) => run.Record.FrontDoor switch
    {
        ExecutionNames.FrontDoor => $"Nobody hosts {run.Id}. 'tasker execute' goes on with it.",
        PlanningNames.FrontDoor => $"Nobody hosts {run.Id}. 'tasker plan' goes on with it.",
        InterviewNames.FrontDoor => $"Nobody hosts {run.Id}. 'tasker specify' goes on with it.",
        _ => "",
    };
}
