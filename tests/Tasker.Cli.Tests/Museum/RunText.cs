using System.Globalization;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Cli.Tests.Museum;

/// <summary>All that a person can ask of a run, as text that stays the same from version to version.</summary>
internal static class RunText
{
    public static string Of(RunState run)
    {
        var text = new StringBuilder();
        var now = $"{run.Status} at {run.Position} {Time(run.LastFactAt)} {run.Message}";
        text.Append($"{run.RunId} {run.Workflow.Name} from {run.Workflow.FrontDoor}: {now}".TrimEnd()).Append('\n');
        text.Append(
            $"inputs {ValueJson.Write(run.Inputs)} continues {run.Continues ?? "-"} checkpoints [{string.Join(' ', run.Checkpoints)}]\n");
        for (var node = 0; node < run.Count; node++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{node} '{run.IdOf(node)}' {run.StatusOf(node)} attempts {run.AttemptsOf(node)} tries {run.TriesOf(node)}");
            text.Append($" {Time(run.StartedAt(node))} {Time(run.EndedAt(node))} due {Time(run.DueAt(node))}");
            text.Append(run.StopOf(node) is not StopCause.None ? $" stop {run.StopOf(node)}" : "");
            text.Append(run.SkipOf(node) is not SkipReason.None ? $" skip {run.SkipOf(node)}" : "");
            text.Append(run.CauseOf(node) >= 0 ? $" because {run.CauseOf(node)}" : "");
            text.Append(run.IsUp(node) ? " up" : "").Append(run.HandleOf(node) is { } handle ? $" handle {handle}" : "");
            text.Append(run.NoteOf(node) is { Length: > 0 } note ? $" note {note}" : "").Append('\n');
            AppendEnd(text, run, node);
        }

        return text.ToString();
    }

    private static void AppendEnd(StringBuilder text, RunState run, int node)
    {
        if (run.LastEndOf(node) is { } end)
        {
            var told = $"{end.Message} {ValueJson.Write(end.Outputs)} {end.Usage}";
            text.Append($"    {end.Outcome} exit {Known(end.ExitCode)} signal {Known(end.Signal)} {told}".TrimEnd()).Append('\n');
        }

        foreach (var monitor in (run.SpecOf(node) as StepSpec)?.Monitors ?? [])
        {
            text.Append($"    monitor {monitor.Name}: {run.MonitorOf(node, monitor.Name)}\n");
        }
    }

    private static string Known(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture) ?? "-";
}
