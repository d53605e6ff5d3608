using System.Text;
using Tasker.Core.Times;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>What a box says about its step or group.</summary>
internal static class Captions
{
    private const int LongestDetail = 200;

    /// <summary>What kind of box a node is.</summary>
    public static BoxKind KindOf(NodeSpec node) => node is not StepSpec step ? BoxKind.Group : step.Action switch
    {
        StepAction.Run => BoxKind.Run,
        StepAction.Agent => BoxKind.Agent,
        StepAction.Check => BoxKind.Check,
        StepAction.Wait => BoxKind.Wait,
        StepAction.Approve => BoxKind.Approve,
        StepAction.Note => BoxKind.Note,
        StepAction.Aggregate => BoxKind.Aggregate,
        _ => BoxKind.Custom,
    };

    /// <summary>What it does, on one line.</summary>
    public static string Of(NodeSpec node) => OneLine(node is GroupSpec group ? Group(group) : Step((StepSpec)node));

    /// <summary>Everything worth knowing, on lines of its own; each cut after some 200 characters.</summary>
    public static string Details(NodeSpec node)
    {
        var lines = new List<string> { node.Id.Length == 0 ? node.DisplayName : node.Id };
        Add("", Of(node));
        Add("needs ", string.Join(", ", node.Needs.Select(need =>
            need.Until is NeedKind.Succeeded ? need.Node : $"{need.Node} ({need.Until.ToString().ToLowerInvariant()})")));
        Add("if ", node.Condition ?? "");
        Add("", node.Always ? "always" : "");
        Add("tried ", node.Retry.MaxAttempts > 1 ? $"up to {node.Retry.MaxAttempts} times" : "");
        Add("at most ", node.TimeLimit is { } limit ? DurationText.Write(limit) : "");
        Add("on failure ", node.OnFailure switch
        {
            FailurePolicy.Continue => "continue",
            FailurePolicy.Stop => "stop the run",
            _ => "",
        });
        Add("checkpoint ", node.Checkpoint ?? "");
        if (node is StepSpec step)
        {
            Add("in the background, ", step.Background is { } background
                ? background.AtEnd is BackgroundEnd.Stop ? "stopped at the end" : "waited for at the end"
                : "");
            Add("monitors ", string.Join(", ", step.Monitors.Select(monitor => monitor.Name)));
            Add("outputs ", string.Join(", ", step.Outputs.Select(output => output.Name)));
            Add("pools ", string.Join(", ", step.Pools));
        }

        return string.Join('\n', lines);

        void Add(string words, string value)
        {
            if (value.Length > 0)
            {
                lines.Add(Cut(words + OneLine(value)));
            }
        }
    }

    private static string Step(StepSpec step) => step.Action switch
    {
        StepAction.Run { Command: { Line: { } line } } => FirstLine(line),
        StepAction.Run run => string.Join(' ', run.Command.Arguments),
        StepAction.Agent { Name.Length: > 0 } agent => agent.Name,
        StepAction.Agent => "default agent",
        StepAction.Check check => check.Expression,
        StepAction.Wait wait => DurationText.Write(wait.Duration),
        StepAction.Approve approve => approve.Message,
        StepAction.Note { IsUnproven: true } note => $"unproven: {note.Text}",
        StepAction.Note note => note.Text,
        StepAction.Aggregate aggregate => aggregate.Type,
        StepAction.Custom custom => custom.Type,
        _ => "",
    };

    private static string FirstLine(string script)
    {
        var lines = script.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length switch
        {
            0 => "",
            1 => lines[0],
            _ => $"{lines[0]} …",
        };
    }

    private static string Group(GroupSpec group)
    {
        var parts = new List<string>();
        if (group.ForEach is { } each)
        {
            parts.Add($"for each {each.As} in {each.Items}");
        }

        if (group.MaxParallel is { } most)
        {
            parts.Add($"{most} at a time");
        }

        if (group.Retry.MaxAttempts > 1)
        {
            parts.Add($"up to {group.Retry.MaxAttempts} times");
        }

        return string.Join(" · ", parts);
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestDetail));
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            line.Append(line.Length > 0 ? " " : "").Append(part);
            if (line.Length > LongestDetail)
            {
                break;
            }
        }

        return Cut(line.ToString());
    }

    /// <summary>Cuts between characters, never inside one.</summary>
    private static string Cut(string text)
    {
        if (text.Length <= LongestDetail)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestDetail - 1]) ? LongestDetail - 1 : LongestDetail;
        return $"{text[..end]}…";
    }
}
