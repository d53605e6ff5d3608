using Tasker.Core.Times;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Why a node is as it is: for one that waits, every reason and what would release it. Read from the state that decides.</summary>
public static class Explanation
{
    private const int HoldersShown = 5;

    /// <summary>The reasons, the most important first; at least one. Each is a sentence.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">The node.</param>
    /// <param name="now">The time, for "in 12s".</param>
    public static IReadOnlyList<string> Of(RunState run, int node, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.StatusOf(node) switch
        {
            NodeStatus.Waiting => WhyWaiting(run, node),
            NodeStatus.Running => WhyRunning(run, node, now),
            NodeStatus.RetryWait => WhyRetryWait(run, node, now),
            NodeStatus.Succeeded => [WhyDone(run, node)],
            NodeStatus.Failed => [WhyFailed(run, node)],
            NodeStatus.Skipped => [WhySkipped(run, node)],
            NodeStatus.Blocked => [$"Blocked: {CauseText(run, node)}. It waits again when that is retried ('tasker runs retry')."],
            _ => [$"Cancelled: {StopText(run, node)}."],
        };
    }

    private static string WhyDone(RunState run, int node) =>
        run.NoteOf(node) is { Length: > 0 } from ? $"Done already ({from})."
        : run.OutputsOf(node)["proven"] is Value.Bool { Truth: false } ? "Done, but unproven: nobody has judged whether it holds."
        : "Done.";

    private static List<string> WhyWaiting(RunState run, int node)
    {
        var reasons = new List<string>();
        foreach (var (need, kind) in run.NeedsOf(node))
        {
            if (run.StatusOf(need) < NodeStatus.Succeeded && !(kind is NeedKind.Started && run.IsUp(need)))
            {
                reasons.Add($"Waits for '{run.IdOf(need)}' to {Verb(kind)}; it is {Word(run.StatusOf(need))}{PlaceFor(run, need)}.");
            }
        }

        if (run.ParentOf(node) is >= 0 and var parent && run.StatusOf(parent) is NodeStatus.Waiting)
        {
            reasons.Add($"Waits for its group '{run.IdOf(parent)}' to start.");
            reasons.AddRange(WhyWaiting(run, parent));
        }

        if (reasons.Count > 0)
        {
            return reasons;
        }

        if (run.IsPaused)
        {
            reasons.Add("The run is paused; 'tasker runs resume' lets it start.");
        }

        reasons.AddRange(FullLimits(run, node));
        return reasons.Count > 0 ? reasons : ["Ready; it starts at once."];
    }

    /// <summary>Of a node that waits for a place and for nothing else: for which one.</summary>
    private static string PlaceFor(RunState run, int node) =>
        run.IsEligible(node) && FullLimits(run, node).FirstOrDefault() is { } limit
            ? $": {char.ToLowerInvariant(limit[0])}{limit[1..^1]}" : "";

    private static IEnumerable<string> FullLimits(RunState run, int node)
    {
        if (run.SpecOf(node) is StepSpec step)
        {
            foreach (var pool in step.Pools)
            {
                var limit = run.PoolLimit(run.PoolNumber(pool));
                if (run.PoolUse(pool) >= limit)
                {
                    yield return $"Waits for a place in pool '{pool}': {limit} of {limit} "
                        + $"taken{Holders(run, n => run.SpecOf(n) is StepSpec s && s.Pools.Contains(pool))}.";
                }
            }
        }

        if (run.ParentOf(node) is >= 0 and var parent && run.SpecOf(parent) is GroupSpec { MaxParallel: { } most }
            && run[parent].ActiveMembers >= most)
        {
            var name = parent == 0 ? "the run" : $"group '{run.IdOf(parent)}'";
            yield return $"Waits for a place in {name}: {most} of {most} taken{Holders(run, n => run.ParentOf(n) == parent)}.";
        }
    }

    private static string Holders(RunState run, Func<int, bool> holds)
    {
        var names = new List<string>();
        for (var node = 0; node < run.Count && names.Count < HoldersShown; node++)
        {
            if (run.StatusOf(node) is NodeStatus.Running && holds(node))
            {
                names.Add(run.IdOf(node));
            }
        }

        return names.Count == 0 ? "" : $" (by {string.Join(", ", names)})";
    }

    private static List<string> WhyRunning(RunState run, int node, DateTimeOffset now)
    {
        var since = run.StartedAt(node) is { } start ? $" for {DurationText.Humanize(now - start)}" : "";
        if (run.StopOf(node) is not StopCause.None)
        {
            return [$"Being stopped: {StopText(run, node)}."];
        }

        return run.SpecOf(node) switch
        {
            StepSpec { Action: StepAction.Approve } =>
                [$"Waits{since} for a person: {run.QuestionOf(node)} ('tasker runs approve' or 'tasker runs refuse')."],
            StepSpec { Action: StepAction.Wait } =>
                [$"Waits until {run.DueAt(node):HH:mm:ss} UTC ({DurationText.Humanize((run.DueAt(node) ?? now) - now)} left)."],
            StepSpec => [$"Attempt {run.AttemptsOf(node)} runs{since}."],
            _ => [$"Open{since}: {run[node].OpenMembers} members have not ended."],
        };
    }

    private static List<string> WhyRetryWait(RunState run, int node, DateTimeOffset now)
    {
        var due = run[node].RetryAt != 0 ? new DateTimeOffset(run[node].RetryAt, TimeSpan.Zero) : run.DueAt(node) ?? now;
        var why = run.LastEndOf(node) is { } end && run.SpecOf(node) is StepSpec ? EndText(end) : run.NoteOf(node);
        var when = due <= now ? "is due" : $"follows in {DurationText.Humanize(due - now)}";
        var tries = $"try {run.TriesOf(node) + 1} of {run.SpecOf(node).Retry.MaxAttempts}";
        var reasons = new List<string> { $"Failed ({why}); {tries} {when}. It holds no place meanwhile." };
        if (due <= now)
        {
            reasons.AddRange(run.IsPaused ? ["The run is paused; 'tasker runs resume' lets it start."] : FullLimits(run, node));
        }

        return reasons;
    }

    private static string WhyFailed(RunState run, int node) =>
        run.SpecOf(node) is StepSpec && run.LastEndOf(node) is { } end
            ? $"Failed after {run.AttemptsOf(node)} {(run.AttemptsOf(node) == 1 ? "attempt" : "attempts")}: {EndText(end)}."
            : $"Failed: {run.NoteOf(node)}";

    private static string WhySkipped(RunState run, int node) => run.SkipOf(node) switch
    {
        SkipReason.ByHand => run.NoteOf(node),
        SkipReason.Upstream => "Skipped, because what it needs was skipped.",
        _ => run.NoteOf(node) is { Length: > 0 } note
            ? $"Skipped: {note}"
            : $"Skipped: its condition '{run.SpecOf(node).Condition}' was false.",
    };

    private static string EndText(AttemptEnd end)
    {
        var code = end.ExitCode is { } exit ? $"exit code {exit}" : end.Signal is { } signal ? $"signal {signal}" : "";
        var message = end.Message.TrimEnd('.');
        if (code.Length > 0 && message.StartsWith(code, StringComparison.OrdinalIgnoreCase))
        {
            return code + message[code.Length..];
        }

        return string.Join(": ", new[] { code, message }.Where(t => t.Length > 0)) is { Length: > 0 } text ? text : Word(end.Outcome);
    }

    private static string Word(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.TimedOut => "time limit reached",
        AttemptOutcome.Lost => "its process was lost with its owner",
        AttemptOutcome.Cancelled => "stopped",
        _ => "failed",
    };

    private static string CauseText(RunState run, int node) => run.CauseOf(node) is >= 0 and var cause
        ? $"'{run.IdOf(cause)}' {(run.StatusOf(cause) is NodeStatus.Cancelled ? "was cancelled" : "failed")}"
        : "something that it needs failed";

    private static string StopText(RunState run, int node)
    {
        for (var at = node; at >= 0; at = run.ParentOf(at))
        {
            var text = run.StopOf(at) switch
            {
                StopCause.TimedOut => $"{(at == 0 ? "the run" : $"'{run.IdOf(at)}'")} reached its time limit",
                StopCause.Failure => CauseText(run, at),
                StopCause.Aborted => $"the run was aborted{(run.AbortReason.Length > 0 ? $" by {run.AbortReason}" : "")}",
                StopCause.NoLongerNeeded => "nothing needs it any longer",
                StopCause.Restored => "the run is restored to a checkpoint",
                StopCause.Stalled => "nothing could start any more",
                StopCause.NotReady => "it was not up in time",
                _ => "",
            };
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "its group was stopped";
    }

    private static string Verb(NeedKind kind) => kind switch
    {
        NeedKind.Succeeded => "succeed",
        NeedKind.Passed => "pass",
        NeedKind.Started => "be up",
        _ => "end",
    };

    private static string Word(NodeStatus status) => status switch
    {
        NodeStatus.RetryWait => "waiting for its next try",
        NodeStatus.Running => "running",
        _ => "waiting itself",
    };
}
