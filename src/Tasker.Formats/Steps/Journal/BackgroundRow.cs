using System.Collections.Immutable;
using Tasker.Core.Runs;

namespace Tasker.Formats.Steps.Journal;

/// <summary>One long work as <c>--monitor</c> shows it.</summary>
/// <param name="TaskId">Id of the execution.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Step">Number of the step.</param>
/// <param name="Title">Title of the step.</param>
/// <param name="Pid">Its process while it runs; null when there is none or it is unknown.</param>
/// <param name="Status">Status of the main work, or of the piece of it that was done last.</param>
/// <param name="State">The status for people: <c>running</c>, <c>done</c>, <c>failed (exit code 3)</c>, <c>failed
/// (exit code unknown)</c>.</param>
/// <param name="ExitCode">The true exit code; null while it runs, or when there is none or it is unknown.</param>
/// <param name="StartedAt">When it began; null when it has not.</param>
/// <param name="EndedAt">When it ended; null when it has not.</param>
/// <param name="Monitors">Its monitors.</param>
/// <param name="LogPath">Where its output is; empty when it has not begun or outputs are not kept.</param>
public sealed record BackgroundRow(
    string TaskId, string RunId, int Step, string Title, int? Pid, NodeStatus Status, string State, int? ExitCode,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, ImmutableArray<MonitorRow> Monitors, string LogPath);

/// <summary>What one monitor saw.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastLook">When it looked last; null when it has not.</param>
/// <param name="Outcome">What it saw then; null when it has not looked.</param>
/// <param name="Looks">How often it has looked.</param>
/// <param name="Alerts">How often that was an alert.</param>
/// <param name="Text">The end of what it saw last, on one line.</param>
public sealed record MonitorRow(string Name, DateTimeOffset? LastLook, MonitorOutcome? Outcome, int Looks, int Alerts,
    string Text);
