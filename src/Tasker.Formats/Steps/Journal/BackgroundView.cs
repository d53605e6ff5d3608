using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Times;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>What <c>--monitor</c> shows: every step that runs in the background or is watched. Pure.</summary>
public static class BackgroundView
{
    /// <summary>Version of the JSON shape.</summary>
    public const int JsonVersion = 1;

    /// <summary>The rows of some runs, in the order of the runs and of their steps.</summary>
    /// <param name="runs">The runs; those of other front doors have no rows.</param>
    /// <param name="outputOf">The file with the output of an attempt, by run, full id of the step and attempt; null:
    /// not told.</param>
    public static ImmutableArray<BackgroundRow> Of(IEnumerable<RunState> runs,
        Func<string, string, int, string>? outputOf = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. runs.SelectMany(run =>
            Enumerable.Range(0, run.Count).Select(node => Row(run, node, outputOf)).OfType<BackgroundRow>())];
    }

    /// <summary>The rows as lines for people.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="now">The time, for how long ago something was.</param>
    public static IEnumerable<string> Lines(ImmutableArray<BackgroundRow> rows, DateTimeOffset now)
    {
        if (rows.IsEmpty)
        {
            return ["No background tasks."];
        }

        string[][] cells =
        [
            ["TASK ID", "STEP", "PID", "STATE", "TIME", "LAST CHECK", "ALERTS"],
            .. rows.Select(row => new[]
            {
                row.TaskId,
                string.Create(CultureInfo.InvariantCulture, $"{row.Step} {Texts.Short(row.Title, 30)}"),
                row.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
                row.State,
                row.StartedAt is { } start ? DurationText.Humanize((row.EndedAt ?? now) - start) : "-",
                row.Monitors.Max(m => m.LastLook) is { } look ? DurationText.Humanize(now - look) + " ago" : "-",
                row.Monitors.Sum(m => m.Alerts).ToString(CultureInfo.InvariantCulture),
            }),
        ];
        var widths = Enumerable.Range(0, cells[0].Length)
            .Select(column => cells.Max(line => line[column].Length))
            .ToArray();
        var lines = new List<string>();
        for (var i = 0; i < cells.Length; i++)
        {
            lines.Add(string.Join("  ", cells[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (i > 0)
            {
                lines.AddRange(rows[i - 1].Monitors.Select(MonitorLine));
                lines.AddRange(rows[i - 1].LogPath is { Length: > 0 } path ? [$"    log: {path}"] : []);
            }
        }

        return lines;
    }

    /// <summary>The rows as JSON: <c>{"version":1,"tasks":[…]}</c>.</summary>
    public static void WriteJson(Utf8JsonWriter json, ImmutableArray<BackgroundRow> rows)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("version", JsonVersion);
        json.WriteStartArray("tasks");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("task_id", row.TaskId);
            json.WriteString("run", row.RunId);
            json.WriteNumber("step", row.Step);
            json.WriteString("title", row.Title);
            Number(json, "pid", row.Pid);
            json.WriteString("status", row.Status.ToString().ToLowerInvariant());
            json.WriteString("state", row.State);
            Number(json, "exit_code", row.ExitCode);
            Time(json, "started", row.StartedAt);
            Time(json, "ended", row.EndedAt);
            json.WriteStartArray("monitors");
            foreach (var monitor in row.Monitors)
            {
                json.WriteStartObject();
                json.WriteString("name", monitor.Name);
                Time(json, "last_check", monitor.LastLook);
                json.WriteString("outcome", monitor.Outcome?.ToString().ToLowerInvariant());
                json.WriteNumber("checks", monitor.Looks);
                json.WriteNumber("alerts", monitor.Alerts);
                json.WriteString("text", monitor.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("log", row.LogPath);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static BackgroundRow? Row(RunState run, int group, Func<string, string, int, string>? outputOf)
    {
        var spec = run.SpecOf(group);
        if (StepLabels.NumberOf(spec) is not { } number)
        {
            return null;
        }

        // Of several pieces the one that runs counts, else the last one that has begun, else the first.
        var works = Below(run, group)
            .Where(node =>
                run.SpecOf(node) is StepSpec { Background: not null } or StepSpec { Monitors.IsEmpty: false })
            .ToArray();
        if (works.Length == 0)
        {
            return null;
        }

        var work = Array.FindLast(works, node => run.StatusOf(node) is NodeStatus.Running) is > 0 and var running
            ? running
            : Array.FindLast(works, node => run.AttemptsOf(node) > 0) is > 0 and var begun ? begun
            : works[0];
        var step = (StepSpec)run.SpecOf(work);
        var end = run.StatusOf(work) is NodeStatus.Running ? null : run.LastEndOf(work);
        return new BackgroundRow(
            spec.Labels.GetValueOrDefault(StepLabels.TaskId, ""),
            run.RunId,
            number,
            spec.Title,
            ProcessHandle.PidOf(run.HandleOf(work)),
            run.StatusOf(work),
            State(run, work, end),
            end?.ExitCode,
            run.StartedAt(work),
            run.EndedAt(work),
            [.. step.Monitors.Select(monitor => Monitor(run, work, monitor.Name))],
            run.AttemptsOf(work) is > 0 and var attempt
                ? outputOf?.Invoke(run.RunId, run.IdOf(work), attempt) ?? "" : "");
    }

    private static MonitorRow Monitor(RunState run, int node, string name) =>
        run.MonitorOf(node, name) is { } seen
            ? new MonitorRow(name, seen.At, seen.Outcome, seen.Looks, seen.Alerts, Texts.Short(seen.Text, 120))
            : new MonitorRow(name, null, null, 0, 0, "");

    private static string State(RunState run, int node, AttemptEnd? end) => run.StatusOf(node) switch
    {
        NodeStatus.Running => "running",
        NodeStatus.Succeeded => end?.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"done (exit code {code})") : "done",
        NodeStatus.Failed when end?.Outcome is AttemptOutcome.TimedOut => "failed (timed out)",
        NodeStatus.Failed when end?.Signal is { } signal =>
            string.Create(CultureInfo.InvariantCulture, $"failed (signal {signal})"),
        NodeStatus.Failed when end?.ExitCode is { } code =>
            string.Create(CultureInfo.InvariantCulture, $"failed (exit code {code})"),
        NodeStatus.Failed => "failed (exit code unknown)",
        NodeStatus.RetryWait => "waits to be tried again",
        NodeStatus.Cancelled => "stopped",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<int> Below(RunState run, int node)
    {
        foreach (var member in run.MembersOf(node).ToArray())
        {
            yield return member;
            foreach (var below in Below(run, member))
            {
                yield return below;
            }
        }
    }

    private static string MonitorLine(MonitorRow monitor)
    {
        var alerts = monitor.Alerts == 1
            ? "1 alert" : string.Create(CultureInfo.InvariantCulture, $"{monitor.Alerts} alerts");
        var last = monitor.Outcome switch
        {
            null => "has not looked yet",
            MonitorOutcome.Alert => $"ALERT: {monitor.Text}",
            MonitorOutcome.Broken => $"could not look: {monitor.Text}",
            _ => monitor.Text,
        };
        return $"    {monitor.Name}: {last} ({alerts})";
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at) =>
        json.WriteString(name, at is { } time ? RecordJson.Time(time) : null);
}
