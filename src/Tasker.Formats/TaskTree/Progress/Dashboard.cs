using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tasker.Core.Times;

namespace Tasker.Formats.TaskTree.Progress;

/// <summary>What <c>tasker progress</c> shows. Pure.</summary>
public static class Dashboard
{
    /// <summary>The counts as lines for people.</summary>
    /// <param name="name">What the project is called.</param>
    /// <param name="status">How far it is.</param>
    public static ImmutableArray<string> Lines(string name, TreeStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"=== {name}: status ===");
        foreach (var phase in status.Phases)
        {
            lines.Add("");
            lines.Add($"Phase: {(phase.Folder.Length == 0 ? "(none)" : phase.Folder)}");
            lines.Add(Line("Total", phase.Total));
            lines.Add($"{Line("Completed", phase.Completed)} ({phase.Percent.ToString(CultureInfo.InvariantCulture)}%)");
            lines.Add(Line("Running", phase.Running));
            lines.Add(Line("Blocked", phase.Blocked));
            lines.Add(Line("Failed", phase.Failed));
            lines.Add(Line("Waiting", phase.Waiting));
        }

        if (Left(status) is { } left)
        {
            lines.Add("");
            lines.Add(left);
        }

        return lines.ToImmutable();
    }

    /// <summary>The same in a line for each phase: for where there is no room.</summary>
    /// <param name="name">What the project is called.</param>
    /// <param name="status">How far it is.</param>
    public static ImmutableArray<string> Short(string name, TreeStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var width = status.Phases.Max(phase => phase.Folder.Length);
        return
        [
            $"=== {name}: status ===",
            .. status.Phases.Select(phase => string.Create(
                CultureInfo.InvariantCulture,
                $"{phase.Folder.PadRight(width)}  {phase.Completed}/{phase.Total} ({phase.Percent}%)  running {phase.Running}  "
                    + $"blocked {phase.Blocked}  failed {phase.Failed}  waiting {phase.Waiting}")),
            .. Left(status) is { } left ? new[] { left } : [],
        ];
    }

    private static string? Left(TreeStatus status) =>
        status.Left() is { } left && left > TimeSpan.Zero
            ? $"Left: at least {DurationText.Humanize(left)} along the longest way of dependencies"
            : null;

    /// <summary>The counts as members of a JSON object.</summary>
    public static void WriteJson(Utf8JsonWriter writer, TreeStatus status)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(status);
        writer.WriteStartArray("phases");
        foreach (var phase in status.Phases)
        {
            writer.WriteStartObject();
            writer.WriteString("phase", phase.Folder);
            writer.WriteNumber("total", phase.Total);
            writer.WriteNumber("completed", phase.Completed);
            writer.WriteNumber("percent", phase.Percent);
            writer.WriteNumber("running", phase.Running);
            writer.WriteNumber("blocked", phase.Blocked);
            writer.WriteNumber("failed", phase.Failed);
            writer.WriteNumber("waiting", phase.Waiting);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (status.Left() is { } left)
        {
            writer.WriteNumber("left_seconds", Math.Round(left.TotalSeconds));
        }
    }

    private static string Line(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"  {name}: {count}");
}
