using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Something the world reports to a run. May come twice, late, or out of order: what no longer applies changes nothing.</summary>
public abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>Time went by, or the run was just created or recovered: whatever is due or ready is decided.</summary>
    public sealed record Tick : RunInput;

    /// <summary>The executor has begun an attempt that it can find again under a handle.</summary>
    public sealed record AttemptBegan(int Node, int Attempt, string Handle) : RunInput;

    /// <summary>A background attempt is up.</summary>
    public sealed record AttemptReady(int Node, int Attempt) : RunInput;

    /// <summary>An attempt ended. <paramref name="Chance"/>, 0 to 1, is for the jitter of a retry.</summary>
    public sealed record AttemptEnded(int Node, int Attempt, AttemptEnd End, double Chance = 0) : RunInput;

    /// <summary>A monitor looked.</summary>
    public sealed record MonitorChecked(int Node, int Attempt, string Monitor, MonitorOutcome Outcome, string Text) : RunInput;

    /// <summary>Start nothing new. Refused when the run is over.</summary>
    public sealed record Pause(string By) : RunInput;

    /// <summary>Go on after a pause.</summary>
    public sealed record Resume(string By) : RunInput;

    /// <summary>
    /// Stop the run. Always-run steps still run; asked a second time, they are stopped too. <paramref name="Reason"/> is kept on one line
    /// of at most 500 characters; empty: none was given.
    /// </summary>
    public sealed record Abort(string By, string Reason = "") : RunInput;

    /// <summary>Do not run a node that has not started; it counts as done.</summary>
    public sealed record Skip(int Node, string By) : RunInput;

    /// <summary>Try an ended, failed or cancelled node again; what it blocked waits for it again.</summary>
    public sealed record Retry(int Node, string By) : RunInput;

    /// <summary>Answer an approval step that waits. An answer to another attempt than the one that asks is refused.</summary>
    public sealed record Answer(int Node, int Attempt, bool Approved, string By, string Comment) : RunInput;

    /// <summary>Add nodes to a group that has not ended.</summary>
    public sealed record AddNodes(int Parent, ImmutableArray<NodeSpec> Nodes) : RunInput;

    /// <summary>A step that has not started was done elsewhere.</summary>
    public sealed record Adopt(int Node, Value.Map Outputs, string From) : RunInput;

    /// <summary>Remember this point.</summary>
    public sealed record Checkpoint(string Name) : RunInput;

    /// <summary>Run anew what ended after a checkpoint. Refused for an unknown name and when the run is over.</summary>
    public sealed record Restore(string Name) : RunInput;
}
