using System.Globalization;
using Tasker.Core.Times;

namespace Tasker.Formats.Steps.Journal;

/// <summary>Pieces of screen lines that both looks share.</summary>
internal static class LineTexts
{
    /// <summary>Name of the log that people search.</summary>
    public const string LogName = ".task_execution.log";

    /// <summary>How long it took: <c>3.1s</c>, <c>12s</c>, <c>1m 05s</c>.</summary>
    public static string Took(StepRecord record) => DurationText.Humanize(record.Duration ?? TimeSpan.Zero);

    /// <summary>The sign of an outcome.</summary>
    public static string Sign(StepRecord record) => record.Status switch
    {
        StepStatus.Passed or StepStatus.Completed => "✓",
        StepStatus.Failed or StepStatus.TimedOut or StepStatus.Lost => "✗",
        StepStatus.Manual => "?",
        StepStatus.Alert or StepStatus.Broken => "!",
        _ => "-",
    };

    /// <summary>What people should know about an outcome that was no success; empty for a success.</summary>
    public static string Trouble(StepRecord record)
    {
        // Most messages say it themselves.
        var told = record.ExitCode is null or 0 || record.Message.Contains("xit code", StringComparison.Ordinal);
        var code = told ? "" : $" (exit code {record.ExitCode})";
        return record.Status switch
        {
            StepStatus.Passed or StepStatus.Completed => "",
            StepStatus.TimedOut => $" timed out: {record.Message}",
            StepStatus.Failed => $" failed{code}{(record.Message.Length > 0 ? ": " + record.Message : "")}",
            StepStatus.Lost => $" was lost: {record.Message}",
            StepStatus.Cancelled => $" cancelled: {record.Message}",
            StepStatus.Skipped => $" skipped: {record.Message}",
            StepStatus.Manual => $" not checked: {record.Message}",
            _ => $": {record.Message}",
        };
    }

    /// <summary><c>500/5000 [10%]</c>; null when the record is no finished stretch of items.</summary>
    public static string? Progress(StepRecord record) =>
        record is
        {
            Part: Translation.StepPart.Work, Status: StepStatus.Passed,
            Detail: { ItemsTotal: > 0 and var total, ItemsDone: var done }
        }
            ? string.Create(CultureInfo.InvariantCulture, $"{done}/{total} [{100 * done / total}%]")
            : null;

    /// <summary>The mandatory skills for people: <c>tinker-api skill (MANDATORY)</c>; null when there are
    /// none.</summary>
    public static string? Skills(StepRecord record) =>
        record.Detail.MandatorySkills is { Length: > 0 } skills
            ? $"{skills.Replace(",", ", ", StringComparison.Ordinal)} skill (MANDATORY)" : null;

    /// <summary>How to find everything that was logged about an execution.</summary>
    public static string Search(StepRecord record) => $"To view logs: grep \"{record.TaskId}\" {LogName}";
}
