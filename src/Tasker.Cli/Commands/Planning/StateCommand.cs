using System.CommandLine;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state</c>: the state of a plan.</summary>
internal static class StateCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("init", "Begin a plan for a target directory.", InitStateCommand.Fill),
        new("status", "Show the phase, the tasks, and what is ready.", StatusCommand.Plain.Fill),
        new("advance", "Leave the phase for the next one if its gate is open.", PhaseCommands.FillAdvance),
        new("set-phase", "Go to a phase without asking gates.", PhaseCommands.FillSet),
        new("set-target", "Say which directory the plan is carried out in, after it was copied or moved.", SetTargetCommand.Fill),
        new("get-field", "Write one field of the state, without a line end.", FieldCommand.Plain.Fill),
        new("validate", "Check what a phase or an executor has left behind, and keep what came of it.", ArtifactCommands.FillValidate),
        new("spec-coverage", "Show which requirements tasks and behaviours cover.", ArtifactCommands.FillCoverage),
        new("load-tasks", "Bring what the task files define into the state.", LoadTasksCommand.Plain.Fill),
        new("validate-tasks", "Keep the verdict about the tasks of the plan.", VerificationCommands.FillPlan),
        new("ready", "List the tasks that may start, one a line.", ReadyCommand.Plain.Fill) { Aliases = ["ready-tasks"] },
        new("task", "Start, complete, fail, retry, skip or commit a task.", TaskCommands.Fill),
        new("checkpoint", "Keep the batch of tasks that is under way, and recover it after a crash.", CheckpointCommands.Fill),
        new("halt", "Ask for a stop: what runs ends, nothing new starts.", HaltCommands.FillHalt),
        new("check-halt", "End with 1 when a stop was asked for.", HaltStatusCommands.Check.Fill),
        new("confirm-halt", "Keep that execution has stopped.", HaltCommands.FillConfirm),
        new("halt-status", "Show whether a stop was asked for, and what came of it.", HaltStatusCommands.Status.Fill),
        new("resume", "Take the request to stop back.", HaltCommands.FillResume),
        new("record-verification", "Keep what a verifier found about a task.", VerificationCommands.FillRecord),
        new("record-calibration", "Keep whether a verifier was right.", VerificationCommands.FillCalibration),
        new("calibration-score", "Show how often verifiers were right.", VerificationCommands.FillScore),
        new("log-tokens", "Keep what a session of an agent used.", LogTokensCommand.Plain.Fill),
        new("metrics", "Show how execution went.", MetricsCommands.Execution.Fill),
        new("planning-metrics", "Show how the plan is cut.", MetricsCommands.Plan.Fill),
        new("failure-metrics", "Show why tasks failed.", MetricsCommands.Failures.Fill),
        .. TaskCommands.Verbs.Select(verb => verb with { Name = $"{verb.Name}-task", IsHidden = true }),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);
}
