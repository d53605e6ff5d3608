using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Reads the list <c>background</c>.</summary>
internal static class MonitorsReader
{
    private static readonly YamlKeys Keys = YamlKeys.Of("a monitor", "task", "command", "interval", "alert_on",
        "monitor", "check", "alert");

    private static readonly ImmutableArray<string> Commands = ["command", "monitor", "check", "alert"];

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(60);

    public static ImmutableArray<MonitorDefinition> Read(YamlFields step, string key)
    {
        if (step.Node(key) is not { IsEmpty: false } node)
        {
            return [];
        }

        if (node is not YamlNode.List list)
        {
            YamlShapes.Wrong<object>(node, $"'{key}'", "a list of monitors", step.Bag);
            return [];
        }

        var monitors = ImmutableArray.CreateBuilder<MonitorDefinition>();
        var names = new UniqueNames();
        foreach (var item in list.Items)
        {
            if (YamlFields.Open(item, $"a monitor of '{key}'", Keys, step.Bag) is { } fields
                && Monitor(fields) is { } monitor)
            {
                monitors.Add(monitor with { Name = names.Take(monitor.Name) });
            }
        }

        return monitors.ToImmutable();
    }

    private static MonitorDefinition? Monitor(YamlFields fields)
    {
        var given = Commands.Where(fields.Has).ToArray();
        if (given is not [var key])
        {
            fields.Bag.Error(
                StepsCodes.BadMonitor, fields.Place,
                given.Length == 0 ? "A monitor says nothing to look at."
                    : $"A monitor has both '{given[0]}' and '{given[1]}'.",
                "It has one command, under 'command', 'monitor', 'check' or 'alert'.",
                given.Length == 0 ? "Add 'command: …'." : "Make two monitors of it.");
            return null;
        }

        if (fields.Filled(key) is not { } command)
        {
            return null;
        }

        return new MonitorDefinition(
            (fields.Has("task") ? fields.Filled("task") : null) ?? (key == "command" ? "monitor" : key),
            command.Trim(),
            (fields.Has("interval") ? Seconds.Read(fields, "interval") : null) ?? DefaultInterval,
            fields.Has("alert_on") ? Pattern(fields, "alert_on") : null,
            key == "alert",
            fields.Place);
    }

    /// <summary>A regular expression under a key that is there; null when it is none, which is told.</summary>
    public static string? Pattern(YamlFields fields, string key)
    {
        if (fields.Filled(key) is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return pattern;
        }
        catch (ArgumentException problem)
        {
            fields.Bag.Error(
                StepsCodes.BadPattern, fields.PlaceOf(key),
                $"'{key}' is no regular expression: {Excerpt.Of(problem.Message)}",
                "", "Write a pattern such as 'error|failed|nan', or escape signs that mean themselves with '\\'.");
            return null;
        }
    }
}
