using System.Collections.Immutable;
using Tasker.Core.Templates;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Executors.Processes;

/// <summary>Makes the plan of a command from an order.</summary>
internal static class RunPlan
{
    /// <summary>The variables that tell a command which attempt it is.</summary>
    public static KeyValuePair<string, string>[] Variables(AttemptOrder order) =>
    [
        new("TASKER_ATTEMPT", order.Key), new("TASKER_RUN", order.RunId), new("TASKER_STEP", order.StepId),
        new("TASKER_OUTPUT", order.OutputPath), new(ProcessMark.Attempt, ProcessMark.Of(order)),
    ];

    /// <summary>The variables that tell a monitor's check what it is.</summary>
    public static KeyValuePair<string, string>[] MonitorVariables(AttemptOrder order, string check) =>
    [
        new("TASKER_MONITOR", check), new("TASKER_RUN", order.RunId), new("TASKER_STEP", order.StepId),
        new(ProcessMark.Monitor, ProcessMark.Of(order)),
    ];

    /// <summary>Where a process that outlives its owner leaves its exit code; null when it does not.</summary>
    public static string? RecordPath(AttemptOrder order, string suffix = "") =>
        order.Background is null && !order.Survives ? null
        : (order.LogPath.Length > 0 ? order.LogPath : order.OutputPath) + suffix + ".exit";

    /// <summary>Why an order cannot be done; null when it can.</summary>
    public static string? Problem(AttemptOrder order)
    {
        var command = ((StepAction.Run)order.Action).Command;
        return CommandProblem(command)
            ?? EnvironmentRules.Problem(command.Env.Concat(order.Env))
            ?? FolderProblem(order.Root, order.WorkingDirectory)
            ?? (order.Background?.ReadyPattern is { } pattern && AttemptLines.Problem(pattern) is { } wrong
                ? $"The ready pattern '{pattern}' is no regular expression: {wrong}"
                : null);
    }

    /// <summary>Why a command cannot be run; null when it can.</summary>
    public static string? CommandProblem(CommandSpec command)
    {
        var texts = command.Line is { } line ? [line] : command.Arguments;
        return texts.IsDefaultOrEmpty || string.IsNullOrWhiteSpace(texts[0]) ? "There is no command to run."
            : texts.Any(t => t.Contains('\0')) ? "The command holds a NUL character."
            : null;
    }

    /// <summary>Why a command cannot start in a folder; null when it can.</summary>
    public static string? FolderProblem(string root, string folder) =>

        // The root itself is what the user named: it needs no look, and starting tells when it is gone.
        folder == root || InsideRoot.Holds(root, folder, out var isThere) ? null
        : isThere ? $"The working directory '{folder}' leads outside the project '{root}'."
        : $"The working directory '{folder}' is not there.";

    /// <summary>The plan of a command.</summary>
    public static AttemptPlan Of(AttemptOrder order, EnvironmentRules environment)
    {
        var command = ((StepAction.Run)order.Action).Command;
        return new AttemptPlan
        {
            Arguments = Arguments(command),
            Environment = environment.For(
                command.PassEnv, command.Env.Concat(order.Env), Variables(order), order.SecretNames),
            Directory = order.WorkingDirectory,
            Markers = ProcessMark.Entries(order),
            LogPath = order.LogPath,
            OutputPath = order.OutputPath,
            LogLimit = order.LogLimit,
            Grace = order.Grace,
            Stdout = order.Outputs.Any(o => o.Kind is OutputKind.Stdout) ? StdoutPart.Head : StdoutPart.None,
            RecordPath = RecordPath(order),
            Background = order.Background,
        };
    }

    /// <summary>Program and arguments of a command; a line with shell syntax is the shell's.</summary>
    public static ImmutableArray<string> Arguments(CommandSpec command) =>
        command.Line is not { } line ? command.Arguments : CommandLine.Split(line) ?? ["sh", "-c", line];
}
