using System.Text.RegularExpressions;
using Tasker.Core.Times;

namespace Tasker.Core.Workflows.Checks;

/// <summary>Numbers, times and patterns that are out of range.</summary>
internal static class RangeChecks
{
    private const int LongestPattern = 1_000;

    public static void Check(CheckedNodes nodes, Findings findings)
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            var spec = nodes[node];
            var who = node == 0 ? "the workflow" : $"'{Findings.Clip(spec.Id)}'";
            Retry(spec, who, findings);
            Positive(spec, spec.TimeLimit, $"The time limit of {who}", findings);
            switch (spec)
            {
                case GroupSpec group:
                    Group(group, who, findings);
                    break;
                case StepSpec step:
                    Step(step, who, findings);
                    break;
            }
        }
    }

    /// <summary>Tells the first group that is nested too deep.</summary>
    public static bool IsTooDeep(CheckedNodes nodes, Findings findings)
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            if (nodes.DepthOf(node) > WorkflowChecks.MaxDepth && nodes[node] is GroupSpec group)
            {
                findings.Error(
                    Codes.TooDeep, group.Where, $"The group '{Findings.Clip(group.Id)}' stands inside {WorkflowChecks.MaxDepth} others.",
                    $"Groups are nested {WorkflowChecks.MaxDepth} deep at most.", "Use fewer levels.");
                return true;
            }
        }

        return false;
    }

    private static void Group(GroupSpec group, string who, Findings findings)
    {
        if (group.MaxParallel is < 1)
        {
            findings.Error(Codes.BadLimit, group.Where, $"The limit of {who} is {group.MaxParallel}.", "Its members would never start.",
                "Write 1 or more.");
        }

        if (group.ForEach is { MaxItems: < 1 } fan)
        {
            findings.Error(Codes.BadForEach, group.Where, $"The fan-out {who} takes {fan.MaxItems} items at most.",
                "No list would be short enough.", "Write 1 or more.");
        }
    }

    private static void Step(StepSpec step, string who, Findings findings)
    {
        if (step.Action is StepAction.Wait wait && (wait.Duration < TimeSpan.Zero || wait.Duration > DurationText.Longest))
        {
            findings.Error(Codes.BadTime, step.Where, $"{who} waits for {DurationText.Write(wait.Duration)}.",
                $"A wait is from 0s to {DurationText.Longest.Days} days.", "Write a time in that range.");
        }

        if (step.Action is StepAction.Aggregate { Quorum: var quorum } && !(quorum is >= 0 and <= 1_000_000))
        {
            findings.Error(Codes.BadLimit, step.Where, $"The quorum of {who} is {quorum}.", "It is a share below 1, or a number of agents.",
                "Write 0 for none.");
        }

        if (step.Background is { } background)
        {
            Positive(step, background.ReadyWithin, $"The time in which {who} must be up", findings);
            Pattern(step, background.ReadyPattern, $"The pattern by which {who} is up", findings);
        }

        foreach (var monitor in step.Monitors.IsDefault ? [] : step.Monitors)
        {
            var name = $"the monitor '{Findings.Clip(monitor.Name)}' of {who}";
            Positive(step, monitor.TimeLimit, $"The time limit of {name}", findings);
            Pattern(step, monitor.AlertOn, $"The alert of {name}", findings);
            if (monitor.Interval < TimeSpan.FromSeconds(1) || monitor.Interval > DurationText.Longest)
            {
                findings.Error(Codes.BadTime, step.Where, $"The interval of {name} is {DurationText.Write(monitor.Interval)}.",
                    $"It is from 1s to {DurationText.Longest.Days} days.", "Write a time in that range.");
            }
        }
    }

    private static void Retry(NodeSpec node, string who, Findings findings)
    {
        var retry = node.Retry;
        void Wrong(string what, string rule) =>
            findings.Error(Codes.BadRetry, node.Where, $"{what} of {who}.", rule, "Write a number in that range.");

        if (retry.MaxAttempts is < 1 or > 1000)
        {
            Wrong($"{retry.MaxAttempts} are the attempts", "They are 1 to 1000, the first one counted.");
        }

        if (!(retry.Factor is >= 1 and <= 10))
        {
            Wrong($"{retry.Factor} is the factor between two waits", "It is 1 to 10.");
        }

        if (!(retry.Jitter is >= 0 and <= 1))
        {
            Wrong($"{retry.Jitter} is the jitter", "It is 0 to 1.");
        }

        foreach (var (delay, name) in new[] { (retry.FirstDelay, "first"), (retry.MaxDelay, "longest") })
        {
            if (delay < TimeSpan.Zero || delay > DurationText.Longest)
            {
                Wrong($"{DurationText.Write(delay)} is the {name} wait between two attempts",
                    $"It is from 0s to {DurationText.Longest.Days} days.");
            }
        }
    }

    private static void Positive(NodeSpec node, TimeSpan? time, string what, Findings findings)
    {
        if (time is { } given && (given <= TimeSpan.Zero || given > DurationText.Longest))
        {
            findings.Error(Codes.BadTime, node.Where, $"{what} is {DurationText.Write(given)}.",
                $"It is more than 0s and at most {DurationText.Longest.Days} days.", "Write a time in that range, or none.");
        }
    }

    private static void Pattern(NodeSpec node, string? pattern, string what, Findings findings)
    {
        if (pattern is null)
        {
            return;
        }

        if (pattern.Length > LongestPattern)
        {
            findings.Error(Codes.BadPattern, node, pattern, $"{what} has {pattern.Length} characters.", $"The most is {LongestPattern}.",
                "Write a shorter one.");
            return;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (RegexParseException wrong)
        {
            findings.Error(Codes.BadPattern, node, pattern, $"{what}, '{Findings.Clip(pattern)}', is no regular expression.",
                $"At character {wrong.Offset}: {wrong.Error}.", "Put a backslash before a character that is meant as it is.");
        }
    }
}
