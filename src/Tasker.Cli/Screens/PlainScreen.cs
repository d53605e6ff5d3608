using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Cli.Screens;

/// <summary>One line for each thing that happens, with its time: for files, CI and whoever reads no moving screens.</summary>
/// <param name="writer">Gets the lines.</param>
/// <param name="ink">Its colours.</param>
/// <param name="parts">What the screen is made with.</param>
internal sealed class PlainScreen(TextWriter writer, Ink ink, ScreenParts parts) : IRunScreen
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, DateTimeOffset> _since = [];

    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        foreach (var node in view.RunningSteps())
        {
            _since[node] = view.StartedAt(node) ?? view.LastFactAt;
        }

        var done = view.StepsThat(NodeStatus.Succeeded) + view.StepsThat(NodeStatus.Skipped);
        var before = done > 0 ? $", {done} done before" : "";
        Line(parts.Session.Time.GetUtcNow(), "run", $"{view.RunId}: {Words.Count(view.StepCount, "step")}{before}");
        return ValueTask.CompletedTask;
    }

    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        foreach (var fact in facts)
        {
            Tell(view, fact);
        }

        if (!parts.IsQuiet)
        {
            // A step that is blocked by what then ends its group is cancelled at once: only what came of it is told.
            foreach (var (node, of) in changes.Where(change => view.SpecOf(change.Node) is StepSpec).GroupBy(change => change.Node).Select(of => (of.Key, of.ToArray())))
            {
                if (of[^1].After is NodeStatus.Blocked or NodeStatus.Cancelled && !of.Any(change => change.Before is NodeStatus.Running))
                {
                    var cause = view.CauseOf(node) is >= 0 and var by ? $" (because of {view.IdOf(by)})" : "";
                    Line(view.LastFactAt, of[^1].After is NodeStatus.Blocked ? "blocked" : "cancelled", view.IdOf(node) + ink.Dim(cause));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Progress(int node, string text)
    {
    }

    public void Report(string text) => Line(parts.Session.Time.GetUtcNow(), ink.Yellow("note"), text);

    public void Stopping() => Line(parts.Session.Time.GetUtcNow(), ink.Yellow("stopping"), "commands are asked to stop, agents go on; once more ends all at once");

    public void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls)
    {
        lock (_gate)
        {
            foreach (var line in RunSummary.Lines(run, interrupted, parts, ink))
            {
                writer.WriteLine(line);
            }

            writer.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell(RunState view, RunFact fact)
    {
        switch (fact)
        {
            case RunFact.AttemptStarted f:
                _since[f.Node] = f.At;
                Event(f.At, "start", view.IdOf(f.Node) + (f.Attempt > 1 ? ink.Dim($" (attempt {f.Attempt})") : ""));
                break;
            case RunFact.AttemptReady f:
                Event(f.At, "up", view.IdOf(f.Node));
                break;
            case RunFact.AttemptEnded f:
                Ended(view, f);
                break;
            case RunFact.Skipped f when view.SpecOf(f.Node) is StepSpec:
                Event(f.At, "skipped", view.IdOf(f.Node));
                break;
            case RunFact.MonitorChecked { Outcome: MonitorOutcome.Alert } f:
                Line(f.At, ink.Yellow("alert"), $"{view.IdOf(f.Node)} {f.Monitor}: {FirstLine(f.Text)}");
                break;
            case RunFact.GroupEnded { RetryAt: { } again } f:
                Event(f.At, "again", $"{view.IdOf(f.Node)} in {Words.Of(again - f.At)}: {f.Message}");
                break;
            case RunFact.CheckpointMade f:
                Event(f.At, "point", f.Name);
                break;
            case RunFact.Restored f:
                Line(f.At, "restored", f.Name);
                break;
            case RunFact.Paused f:
                Line(f.At, "paused", $"by {f.By}");
                break;
            case RunFact.Resumed f:
                Line(f.At, "resumed", $"by {f.By}");
                break;
            case RunFact.RetryAsked f:
                Line(f.At, "retry", $"{view.IdOf(f.Node)} (by {f.By})");
                break;
            case RunFact.Asked f:
                Line(f.At, ink.Yellow("asks"), $"{view.IdOf(f.Node)}: {SafeText.Of(parts.Mask.Apply(f.Question))}");
                break;
            case RunFact.Answered f:
                Line(f.At, f.Approved ? "approved" : "refused", $"{view.IdOf(f.Node)} by {f.By}{(f.Comment.Length > 0 ? $": {f.Comment}" : "")}");
                break;
            case RunFact.GroupStopping { Node: 0 } f:
                Line(f.At, "stopping", f.Cause is not StopCause.Aborted ? "the run ends early"
                    : view.AbortReason.Length > 0 ? $"aborted by {SafeText.Of(parts.Mask.Apply(view.AbortReason))}" : "aborted");
                break;
        }
    }

    private void Ended(RunState view, RunFact.AttemptEnded f)
    {
        var took = _since.Remove(f.Node, out var since) ? $" {Words.Of(f.At - since)}" : "";
        if (f.End is { Outcome: AttemptOutcome.Succeeded } && f.End.Outputs["proven"] is Value.Bool { Truth: false })
        {
            Line(f.At, ink.Yellow("unproven"), $"{view.SpecOf(f.Node).DisplayName} {ink.Dim($"({view.IdOf(f.Node)})")}");
        }
        else if (f.End.Outcome is AttemptOutcome.Succeeded)
        {
            Event(f.At, ink.Green("done"), view.IdOf(f.Node) + ink.Dim(took));
        }
        else
        {
            var again = f.RetryAt is { } at ? $"; again in {Words.Of(at - f.At)}" : "";
            var word = f.RetryAt is not null ? ink.Yellow("retry") : f.End.Outcome is AttemptOutcome.Cancelled ? "stopped" : ink.Red("failed");
            Line(f.At, word, $"{view.IdOf(f.Node)}{ink.Dim(took)}: {Words.EndOf(f.End)}{again}");
        }
    }

    private void Event(DateTimeOffset at, string word, string text)
    {
        if (!parts.IsQuiet)
        {
            Line(at, word, text);
        }
    }

    private void Line(DateTimeOffset at, string word, string text)
    {
        var time = TimeZoneInfo.ConvertTime(at, parts.Session.Time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var visible = ink.IsOn ? TextWidth.Of(word) : word.Length;
        lock (_gate)
        {
            writer.WriteLine($"{ink.Dim(time)} {word}{new string(' ', Math.Max(1, 10 - visible))}{text}");
        }
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
