using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>Whether a stop was asked for, and what came of it.</summary>
/// <param name="IsHalted">True: nothing new starts.</param>
/// <param name="Reason">Why; null when nobody asked.</param>
/// <param name="RequestedAt">When it was asked for; null for a stop file.</param>
/// <param name="HaltedAt">When it was confirmed; null: not yet.</param>
/// <param name="StopFileExists">True while the stop file is there.</param>
/// <param name="ActiveTask">What was running when it was asked for or confirmed.</param>
/// <param name="IsResumable">True unless somebody said otherwise.</param>
public sealed record Halting(
    bool IsHalted, string? Reason, string? RequestedAt, string? HaltedAt, bool StopFileExists, string? ActiveTask, bool IsResumable)
{
    /// <summary>The reason that a stop file stands for. It wins over any other.</summary>
    public const string StopFileReason = "stop_file";

    /// <summary>How it is.</summary>
    /// <param name="state">The state; null where there is none: a stop file counts all the same.</param>
    /// <param name="stopFile">True when the stop file is there.</param>
    public static Halting Of(PlanState? state, bool stopFile)
    {
        var halt = state is null ? default : state.Look["halt"];
        var requested = halt["requested"].IsTrue;
        return new Halting(
            requested || stopFile,
            stopFile ? StopFileReason : requested ? halt["reason"].Text ?? "manual" : null,
            halt["requested_at"].Text,
            halt["halted_at"].Text,
            stopFile,
            halt["active_task"].Text,
            !halt["resumable"].IsFalse);
    }
}
