using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>What a screen is made with.</summary>
/// <param name="Session">The surroundings.</param>
/// <param name="Logs">The logs of the project.</param>
/// <param name="Mask">Secrets that are not shown.</param>
/// <param name="IsQuiet">True: failures and the result only.</param>
/// <param name="Estimate">How long this workflow took the last time that it succeeded; null when it never did.</param>
internal sealed record ScreenParts(Session Session, LogFiles Logs, SecretMask Mask, bool IsQuiet, TimeSpan? Estimate)
{
    /// <summary>What must not be shown of the output of a step while it goes on. Asked where the run is folded.</summary>
    public Func<RunState, int, SecretMask> MaskOf { get; init; } = (_, _) => Mask;

    /// <summary>With the mask of each step as the settings of a project say.</summary>
    public ScreenParts With(ProjectSettings settings) =>
        this with { MaskOf = (run, node) => LogFiles.MaskFor(Session, settings, run, node, Mask) };
}
