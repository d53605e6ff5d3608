using Tasker.Cli.Hosting;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Execution;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Screens;

/// <summary>What came of a run, for people: the counts, each failed step with the end of its log and where that is, what to do next.</summary>
internal static class RunSummary
{
    private const int MostFailed = 10;
    private const int LogLines = 5;
    private const int MostNames = 8;

    /// <summary>The lines of the summary.</summary>
    /// <param name="run">The run as it is now; nothing changes it any more.</param>
    /// <param name="interrupted">True when somebody asked to stop before the run had ended.</param>
    /// <param name="parts">What the screen is made with.</param>
    /// <param name="ink">Its colours.</param>
    public static IEnumerable<string> Lines(RunState run, bool interrupted, ScreenParts parts, Ink ink)
    {
        var (failed, late) = (StepsThat(run, NodeStatus.Failed), GroupsOutOfTime(run).Take(MostFailed).ToArray());
        if (failed.Count + late.Length > 0)
        {
            yield return "";
        }

        foreach (var node in failed.Take(MostFailed))
        {
            foreach (var line in Failure(run, node, parts, ink))
            {
                yield return line;
            }
        }

        if (failed.Count > MostFailed)
        {
            yield return $"... and {failed.Count - MostFailed} more; 'tasker explain {run.RunId}{parts.Logs.Project.Hint(parts.Session)}' tells all.";
        }

        foreach (var group in late)
        {
            yield return $"{ink.Red("✗")} {ink.Bold(run.IdOf(group))}: {run.NoteOf(group).TrimEnd('.')}";
        }

        if (StepsThat(run, NodeStatus.Blocked) is { Count: > 0 } blocked)
        {
            yield return ink.Dim($"not run because of that: {Names(run, blocked)}");
        }

        foreach (var line in PhaseVerdict.Lines(run, ink))
        {
            yield return line;
        }

        yield return Verdict(run, interrupted, parts, ink);
        foreach (var line in Next(run, interrupted, parts.Logs.Project.Hint(parts.Session)))
        {
            yield return ink.Dim(line);
        }
    }

    /// <summary>The counts: <c>10 done, 1 failed, 2 blocked of 13</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="interrupted">True when its host has just left it: only what runs in the background goes on.</param>
    public static string Counts(RunState run, bool interrupted = false)
    {
        var parts = new List<string>();
        var stopped = interrupted ? run.RunningSteps().Count(n => !GoesOn(run.SpecOf(n))) : 0;
        foreach (var status in new[]
        {
            NodeStatus.Succeeded, NodeStatus.Failed, NodeStatus.Skipped, NodeStatus.Blocked, NodeStatus.Cancelled, NodeStatus.Running,
            NodeStatus.RetryWait, NodeStatus.Waiting,
        })
        {
            var count = run.StepsThat(status) - (status is NodeStatus.Running ? stopped : 0);
            if (count > 0)
            {
                parts.Add($"{count} {RunOutcome.Word(status)}");
            }

            if (status is NodeStatus.Running && stopped > 0)
            {
                parts.Add($"{stopped} stopped on the way");
            }
        }

        return parts.Count == 0 ? "no steps" : string.Join(", ", parts);
    }

    private static bool GoesOn(NodeSpec node) => node is StepSpec { Background: not null } or StepSpec { Action: StepAction.Agent or StepAction.Approve };

    private static string Verdict(RunState run, bool interrupted, ScreenParts parts, Ink ink)
    {
        var took = run.CreatedAt is { } created ? $" in {Words.Of((run.HasEnded ? run.LastFactAt : parts.Session.Time.GetUtcNow()) - created)}" : "";
        var counts = Counts(run, interrupted);
        if (!run.HasEnded)
        {
            return interrupted
                ? $"{ink.Yellow("■")} {ink.Bold(run.Workflow.Name)} {ink.Yellow("stopped")}{took}: {counts}"
                : $"{ink.Yellow("■")} {ink.Bold(run.Workflow.Name)} goes on without this terminal: {counts}";
        }

        var why = run.Message.Length > 0 && run.Status is not RunStatus.Succeeded ? $" ({SafeText.Of(parts.Mask.Apply(run.Message.TrimEnd('.')))})" : "";
        return run.Status is RunStatus.Succeeded
            ? $"{ink.Green("✓")} {ink.Bold(run.Workflow.Name)} {ink.Green("succeeded")}{took}: {counts}"
            : $"{ink.Red("✗")} {ink.Bold(run.Workflow.Name)} {ink.Red(RunOutcome.Word(run.Status))}{took}: {counts}{ink.Dim(why)}";
    }

    private static IEnumerable<string> Next(RunState run, bool interrupted, string hint)
    {
        if (!run.HasEnded)
        {
            yield return interrupted
                ? $"  Nothing that is done is lost. Go on with: {GoOn(run, hint)}"
                : $"  Watch it with: tasker runs watch {run.RunId}{hint}";
        }
        else if (run.Status is not RunStatus.Succeeded && run.Workflow.FrontDoor is not (ExecutionNames.FrontDoor or PlanningNames.FrontDoor or InterviewNames.FrontDoor))
        {
            // What is left of a plan is known by its state; who executes it tells.
            yield return $"  Try again what is not done: tasker runs retry {run.RunId}{hint}";
        }
    }

    /// <summary>The command that a front door is asked again by; it asks people where that is needed.</summary>
    private static string GoOn(RunState run, string hint) => run.Workflow.FrontDoor switch
    {
        ExecutionNames.FrontDoor => "tasker execute",
        PlanningNames.FrontDoor => "tasker plan",
        InterviewNames.FrontDoor => "tasker specify",
        _ => $"tasker runs resume {run.RunId}{hint}",
    };

    private static IEnumerable<string> Failure(RunState run, int node, ScreenParts parts, Ink ink)
    {
        var id = run.IdOf(node);
        var attempts = run.AttemptsOf(node);
        var took = run.StartedAt(node) is { } start && run.EndedAt(node) is { } end ? $", {Words.Of(end - start)}" : "";
        var tries = attempts > 1 ? $", {attempts} attempts" : "";
        var why = run.LastEndOf(node) is { } last ? Words.EndOf(last) : run.NoteOf(node);
        yield return $"{ink.Red("✗")} {ink.Bold(id)}: {why}{ink.Dim(tries + took)}";
        if (run.SpecOf(node) is StepSpec { Action: StepAction.Run or StepAction.Agent or StepAction.Custom })
        {
            var log = parts.Logs.PathOf(run.RunId, id, attempts);
            var lines = Projects.LogFiles.Last(log, parts.Mask, LogLines);
            foreach (var line in lines)
            {
                yield return $"  {ink.Dim("│")} {line}{(ink.IsOn ? "\e[0m" : "")}";
            }

            if (File.Exists(log))
            {
                yield return ink.Dim($"  log: {parts.Session.ShortPath(log)}");
            }
        }
    }

    /// <summary>No step of theirs has failed: they were stopped. The run itself tells its own end.</summary>
    private static IEnumerable<int> GroupsOutOfTime(RunState run) => run.Status is not RunStatus.Failed ? [] : Enumerable.Range(1, run.Count - 1).Where(node =>
        run.StatusOf(node) is NodeStatus.Failed && run.SpecOf(node) is GroupSpec && run.StopOf(node) is StopCause.TimedOut
        && run.StopOf(run.ParentOf(node)) is not StopCause.TimedOut);

    private static List<int> StepsThat(RunState run, NodeStatus status)
    {
        var found = new List<int>();
        for (var node = 0; node < run.Count && found.Count < run.StepsThat(status); node++)
        {
            if (run.StatusOf(node) == status && run.SpecOf(node) is StepSpec)
            {
                found.Add(node);
            }
        }

        return found;
    }

    private static string Names(RunState run, List<int> nodes) =>
        string.Join(", ", nodes.Take(MostNames).Select(run.IdOf)) + (nodes.Count > MostNames ? $" and {nodes.Count - MostNames} more" : "");
}
