using Tasker.Cli.Sessions;
using Tasker.Core.Runs;

namespace Tasker.Cli.Hosting;

/// <summary>What the end of a run means for the program.</summary>
internal static class RunOutcome
{
    /// <summary>The exit code for a status.</summary>
    public static int ExitCodeOf(RunStatus status) => status is RunStatus.Succeeded ? ExitCode.Done : ExitCode.Failed;

    /// <summary>A status in words.</summary>
    public static string Word(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Paused => "paused",
        RunStatus.Stopping => "stopping",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Aborted => "aborted",
        _ => "timed out",
    };

    /// <summary>A status as JSON has it: one word.</summary>
    public static string JsonWord(RunStatus status) => Word(status).Replace(' ', '-');

    /// <summary>A status of a node in words.</summary>
    public static string Word(NodeStatus status) => status switch
    {
        NodeStatus.Waiting => "waiting",
        NodeStatus.Running => "running",
        NodeStatus.RetryWait => "retrying",
        NodeStatus.Succeeded => "done",
        NodeStatus.Failed => "failed",
        NodeStatus.Skipped => "skipped",
        NodeStatus.Blocked => "blocked",
        _ => "cancelled",
    };
}
