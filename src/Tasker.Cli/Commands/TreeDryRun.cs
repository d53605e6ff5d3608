using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Times;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Cli.Commands;

/// <summary>Shows in which order the tasks of a tree would be launched under all limits, and what keeps it from being faster. Runs and writes nothing.</summary>
internal static class TreeDryRun
{
    private const int WidestId = 60;

    public static async Task<int> ShowAsync(Session session, TreeLeft left, TreeSettings settings, bool json)
    {
        var waves = LaunchOrder.Waves(left.Workflow);
        var tasks = left.Tree.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        var path = CriticalPath.Of(left.Tree);
        var length = path is null ? default : LaunchOrder.Length(left.Workflow, step => TaskOf(tasks, step).File.Expected ?? TimeSpan.Zero);
        var used = waves.SelectMany(wave => wave).SelectMany(step => step.Pools).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<PoolSpec> pools = [.. left.Workflow.Pools.Where(pool => used.Contains(pool.Name))];
        var note = TreePlan.Machine.Note(settings, left.Tree.Tasks.Length);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer => Write(writer, left, waves, pools, tasks, path, length, note), indented: true));
            return ExitCode.Done;
        }

        await session.Out.WriteLineAsync(string.Join(Environment.NewLine, Lines(left, waves, pools, tasks, path, length, note, session.OutInk)));
        return ExitCode.Done;
    }

    private static TreeTask TaskOf(Dictionary<string, TreeTask> tasks, StepSpec step) => tasks[step.Labels[TreeLabels.Task]];

    private static IEnumerable<string> Lines(
        TreeLeft left, ImmutableArray<ImmutableArray<StepSpec>> waves, ImmutableArray<PoolSpec> pools, Dictionary<string, TreeTask> tasks,
        CriticalPath? path, TimeSpan length, string? note, Ink ink)
    {
        yield return $"{ink.Bold(left.Workflow.Name)}: {Words.Count(left.Tree.Tasks.Length, "task")} in {Words.Count(waves.Length, "wave")}; "
            + $"at the same time: {string.Join(", ", pools.Select(p => $"{p.Name} {p.Limit}"))}";
        if (note is not null)
        {
            yield return ink.Dim(note);
        }

        var width = Math.Min(WidestId, tasks.Keys.Select(id => id.Length).DefaultIfEmpty(0).Max());
        for (var i = 0; i < waves.Length; i++)
        {
            yield return "";
            yield return ink.Bold($"wave {i + 1}");
            foreach (var step in waves[i])
            {
                var task = TaskOf(tasks, step);
                var about = string.Join("; ", new[]
                {
                    task.File.Urgency is TaskUrgency.Medium ? "" : task.File.Urgency.ToString().ToLowerInvariant(),
                    task.File.Estimate is var (least, most) ? least == most ? DurationText.Humanize(least) : $"{DurationText.Humanize(least)} to {DurationText.Humanize(most)}" : "",
                    task.File.Title,
                }.Where(part => part.Length > 0));
                yield return $"  {TerminalSafe(task.Id).PadRight(width)}  {ink.Dim(TerminalSafe(about))}".TrimEnd();
            }
        }

        if (path is not null)
        {
            yield return "";
            yield return $"{ink.Bold("critical path")}: {DurationText.Humanize(path.Length)} as expected";
            foreach (var task in path.Tasks)
            {
                yield return $"  {TerminalSafe(task.Id).PadRight(width)}  {ink.Dim(task.File.Expected is { } expected ? DurationText.Humanize(expected) : "no estimate")}";
            }

            yield return $"all tasks under these limits: {DurationText.Humanize(length)} as expected";
        }

        yield return "";
        yield return ink.Dim("Nothing was run or written. A wave begins when all of the one before has ended; a real run launches each task as soon as it may.");
    }

    private static string TerminalSafe(string text) => TextWidth.Plain(text);

    private static void Write(
        Utf8JsonWriter writer, TreeLeft left, ImmutableArray<ImmutableArray<StepSpec>> waves, ImmutableArray<PoolSpec> pools,
        Dictionary<string, TreeTask> tasks, CriticalPath? path, TimeSpan length, string? note)
    {
        writer.WriteString("name", left.Workflow.Name);
        writer.WriteStartObject("pools");
        foreach (var pool in pools)
        {
            writer.WriteNumber(pool.Name, pool.Limit);
        }

        writer.WriteEndObject();
        if (note is not null)
        {
            writer.WriteString("note", note);
        }

        writer.WriteStartArray("waves");
        foreach (var wave in waves)
        {
            writer.WriteStartArray();
            foreach (var step in wave)
            {
                Write(writer, TaskOf(tasks, step), step);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (path is null)
        {
            return;
        }

        writer.WriteStartObject("critical_path");
        writer.WriteStartArray("tasks");
        foreach (var task in path.Tasks)
        {
            writer.WriteStringValue(task.Id);
        }

        writer.WriteEndArray();
        writer.WriteNumber("seconds", path.Length.TotalSeconds);
        writer.WriteEndObject();
        writer.WriteNumber("expected_seconds", length.TotalSeconds);
    }

    private static void Write(Utf8JsonWriter writer, TreeTask task, StepSpec step)
    {
        writer.WriteStartObject();
        writer.WriteString("task", task.Id);
        writer.WriteString("step", step.Id);
        writer.WriteString("priority", task.File.Urgency.ToString().ToLower(CultureInfo.InvariantCulture));
        if (task.File.Expected is { } expected)
        {
            writer.WriteNumber("expected_seconds", expected.TotalSeconds);
        }

        writer.WriteStartArray("pools");
        foreach (var pool in step.Pools)
        {
            writer.WriteStringValue(pool);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
