using System.Globalization;
using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;
using Tasker.Planning.Documents;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>The lines at the top: what is looked at, where it stands, how much of it is done.</summary>
internal static class Heads
{
    private const int WidestBar = 40;

    /// <summary>The lines, none wider than the screen.</summary>
    public static List<string> Lines(Board board, Pen pen, int width)
    {
        var lines = board.Run is { } run ? OfRun(run, pen, width)
            : board.Plan is { } plan ? OfPlan(board, plan, pen, width)
            : [Pen.Both(pen.Ink.Bold(SafeText.Of(board.Name)), "no plan, no runs", width)];
        if (board.Plan is { Halting: { IsHalted: true } halting })
        {
            var confirmed = halting.HaltedAt is null ? "" : ", confirmed";
            lines.Add(TextWidth.Cut(pen.Ink.Yellow($"‖ HALTED: {SafeText.Of(halting.Reason ?? "")}{confirmed}; nothing new starts"), width));
        }

        if (board.Problem.Length > 0)
        {
            lines.Add(TextWidth.Cut(pen.Ink.Red($"! {SafeText.Of(board.Problem)}"), width));
        }

        return lines;
    }

    private static List<string> OfPlan(Board board, PlanOverview plan, Pen pen, int width)
    {
        var (done, failed, blocked) = (plan.Count(PlanTaskStatus.Complete) + plan.Count(PlanTaskStatus.Skipped), plan.Count(PlanTaskStatus.Failed), plan.Count(PlanTaskStatus.Blocked));
        var (running, total) = (plan.Count(PlanTaskStatus.Running), plan.Tasks.Count);
        var phase = plan.LastPhase > 0 ? $"phase {plan.CurrentPhase} of {plan.LastPhase}" : "no tasks yet";
        List<string> parts =
        [
            pen.Ink.Bold($"{done}/{total}"),
            .. running > 0 ? new[] { pen.Ink.Cyan($"▶ {running}") } : [],
            .. plan.Ready.Count > 0 ? new[] { pen.Ink.Cyan($"◎ {plan.Ready.Count} ready") } : [],
            .. failed > 0 ? new[] { pen.Ink.Red($"✗ {failed}") } : [],
            .. blocked > 0 ? new[] { pen.Ink.Yellow($"⊘ {blocked}") } : [],
            pen.Ink.Dim(string.Create(CultureInfo.InvariantCulture, $"${plan.Figures.TotalCostUsd:0.00}")),
        ];
        return
        [
            Pen.Both(pen.Ink.Bold(SafeText.Of(board.Name)), pen.Ink.Dim(phase), width),
            Phases(plan, pen, width),
            Progress(pen, done, failed + blocked, total, parts, width),
        ];
    }

    /// <summary>The phases of planning and execution: by name where there is room, else as marks with the name of the current one.</summary>
    private static string Phases(PlanOverview plan, Pen pen, int width)
    {
        var current = PlanPhases.IndexOf(plan.State.Phase);
        var left = plan.State.PhasesCompleted.ToHashSet();
        var phases = PlanPhases.All.Select((name, i) => (Name: name, Status: i == current ? (name == PlanPhases.Complete ? ItemStatus.Done : ItemStatus.Running)
            : left.Contains(name) ? ItemStatus.Done : i < current ? ItemStatus.Skipped : ItemStatus.Waiting)).ToArray();
        var named = string.Join("  ", phases.Select(one => one.Status is ItemStatus.Running ? $"{pen.Marked(one.Status)} {pen.Ink.Bold(one.Name)}" : $"{pen.Marked(one.Status)} {pen.Ink.Dim(one.Name)}"));
        return TextWidth.Of(named) <= width ? named
            : TextWidth.Cut($"{string.Concat(phases.Select(one => pen.Marked(one.Status)))} {pen.Ink.Bold(SafeText.Of(plan.State.Phase))} {pen.Ink.Dim($"{current + 1} of {phases.Length}")}", width);
    }

    private static List<string> OfRun(RunPicture run, Pen pen, int width)
    {
        var (record, summary) = (run.Entry.Record, run.Entry.Record.Summary);
        var took = summary.EndedAt is { } ended ? Words.Of(ended - record.CreatedAt) : pen.Since(record.CreatedAt);
        List<string> parts =
        [
            pen.Ink.Bold($"{summary.Done}/{summary.Total}"),
            .. summary.Failed > 0 ? new[] { pen.Ink.Red($"✗ {summary.Failed}") } : [],
            pen.Ink.Dim(took),
        ];
        var lines = new List<string>
        {
            Pen.Both($"{pen.Ink.Bold(SafeText.Of(record.RunId))}  {pen.Coloured(run.Entry.Status, run.Entry.Word)}", pen.Ink.Dim(SafeText.Of(record.Source)), width),
            Progress(pen, summary.Done, summary.Failed, summary.Total, parts, width),
        };
        if (run.Message.Length > 0)
        {
            lines.Add(TextWidth.Cut(SafeText.Of(run.Message), width));
        }

        return lines;
    }

    private static string Progress(Pen pen, int done, int bad, int total, List<string> parts, int width)
    {
        var text = string.Join("  ", parts);
        var bar = Math.Min(WidestBar, width - TextWidth.Of(text) - 2);
        return bar < 8 ? TextWidth.Cut(text, width) : $"{pen.Bar(done, bad, total, bar)}  {text}";
    }
}
