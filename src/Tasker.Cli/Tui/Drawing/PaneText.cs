using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;
using Tasker.Planning.Documents;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>The lines of the parts of a screen other than the list of tasks; none wider than asked for.</summary>
/// <param name="board">What is shown.</param>
/// <param name="pen">What it is drawn with.</param>
internal sealed class PaneText(Board board, Pen pen)
{
    private const int WordWidth = 9;

    /// <summary>The name of a part, with how much is in it.</summary>
    public string Title(Pane pane) => pane switch
    {
        Pane.Tasks => board.Run is null && board.Plan is not null ? "Tasks" : "Steps",
        Pane.Work => board.Work.Count > 0 ? $"Now {board.Work.Count}" : "Now",
        Pane.Gates => board.Plan?.Health.Gates.Count(gate => !gate.Passed) is > 0 and var closed ? $"Gates ✗{closed}" : "Gates",
        Pane.Runs => board.Runs.Count > 0 ? $"Runs {board.Runs.Count}" : "Runs",
        _ => "Events",
    };

    /// <summary>The lines of a part.</summary>
    /// <param name="pane">Any but <see cref="Pane.Tasks"/>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="chosen">The chosen run; null: none is to be marked.</param>
    public IReadOnlyList<string> Lines(Pane pane, int width, RunEntry? chosen) =>
    [
        .. (pane switch
        {
            Pane.Work => Work(width),
            Pane.Gates => Gates(),
            Pane.Runs => Runs(width, chosen),
            _ => Events(),
        }).Select(line => TextWidth.Cut(line, width)),
    ];

    private IEnumerable<string> Work(int width)
    {
        if (board.Work.Count == 0)
        {
            yield return pen.Ink.Dim("Nothing is under way.");
        }

        foreach (var row in board.Work)
        {
            var mark = row.AsksSomebody ? pen.Ink.Yellow("?") : pen.Marked(ItemStatus.Running);
            var tries = row.Attempt > 1 ? $"×{row.Attempt} " : "";
            var name = SafeText.Of(row.Name);
            yield return Pen.Both($"{mark} {pen.Ink.Bold(SafeText.Of(row.Id))}{(name.Length > 0 && name != row.Id ? $"  {name}" : "")}", pen.Ink.Dim(tries + pen.Since(row.Since)), width);
            if (row.LastLine.Length > 0)
            {
                yield return row.AsksSomebody ? $"  {pen.Ink.Yellow(SafeText.Of(row.LastLine))}" : $"  {pen.Ink.Dim(SafeText.Of(row.LastLine))}";
            }
        }
    }

    private IEnumerable<string> Gates()
    {
        if (board.Plan is not { } plan)
        {
            yield break;
        }

        var phase = SafeText.Of(plan.State.Phase);
        if (plan.State.Phase != PlanPhases.Complete)
        {
            yield return plan.Closed.Count == 0 ? $"{pen.Marked(ItemStatus.Done)} {phase} may be left" : $"{pen.Marked(ItemStatus.Waiting)} {phase} may not be left yet:";
            foreach (var reason in plan.Closed)
            {
                yield return pen.Ink.Dim($"  {SafeText.Of(reason)}");
            }
        }

        if (ReferenceEquals(plan.Health, PlanHealth.Unknown))
        {
            yield return pen.Ink.Dim("The gates are being looked at ...");
        }

        foreach (var gate in plan.Health.Gates)
        {
            var message = gate.Message.Length > 0 ? $"  {SafeText.Of(gate.Message)}" : "";
            yield return $"{pen.Marked(gate.Passed ? ItemStatus.Done : ItemStatus.Failed)} {gate.Title}{(gate.Passed ? pen.Ink.Dim(message) : message)}";
        }

        foreach (var line in Figures(plan))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Figures(PlanOverview plan)
    {
        if (plan.Health.HasRequirements)
        {
            var share = Share(plan.Health.Coverage, 0.9, 0.7);
            var open = plan.Health.Uncovered.Count > 0 ? $"; open: {string.Join(", ", plan.Health.Uncovered.Take(5).Select(SafeText.Of))}{(plan.Health.Uncovered.Count > 5 ? " ..." : "")}" : "";
            yield return $"coverage     {share}  {plan.Health.Covered} of {plan.Health.Requirements}{open}";
        }

        var (score, verified) = (plan.CalibrationFigures["score"], plan.CalibrationFigures["total_verified"]);
        yield return score is null ? $"calibration  {pen.Ink.Dim("none yet")}"
            : $"calibration  {Share(JsonView.Number(score) ?? 0, 0.9, 0.7)}  {verified} verified, {Count("false_positives")} let through, {Count("false_negatives")} refused wrongly";
        var figures = plan.Figures;
        var each = figures.Completed > 0 ? string.Create(CultureInfo.InvariantCulture, $", ${figures.CostPerTask:0.00} a task") : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"cost         ${figures.TotalCostUsd:0.0000}  {figures.TotalTokens:N0} tokens{each}");
        if (figures.Completed > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"first try    {Share(figures.FirstAttemptSuccessRate, 0.8, 0.5)}  {figures.AvgAttempts:0.0} attempts a task");
        }

        int Count(string name) => plan.CalibrationFigures[name] is JsonArray list ? list.Count : 0;
    }

    private string Share(double share, double good, double fair)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1000) / 10:0.0}%");
        return share >= good ? pen.Ink.Green(text) : share >= fair ? pen.Ink.Yellow(text) : pen.Ink.Red(text);
    }

    private IEnumerable<string> Runs(int width, RunEntry? chosen)
    {
        if (board.Runs.Count == 0)
        {
            yield return pen.Ink.Dim("There are no runs.");
        }

        foreach (var entry in board.Runs)
        {
            var own = entry == chosen ? pen with { Ink = new Ink(false) } : pen;
            var summary = entry.Record.Summary;
            var took = summary.EndedAt is { } ended ? Words.Of(ended - entry.Record.CreatedAt) : own.Since(entry.Record.CreatedAt);
            var failed = summary.Failed > 0 ? own.Ink.Red($" ✗{summary.Failed}") : "";
            var line = Pen.Both(
                $"{(entry == chosen ? ">" : " ")} {own.Marked(entry.Status)} {own.Coloured(entry.Status, entry.Word.PadRight(WordWidth))} {SafeText.Of(entry.Id)}",
                $"{summary.Done}/{summary.Total}{failed} {own.Ink.Dim(took.PadLeft(7))}", width);
            yield return entry == chosen ? pen.Ink.Reverse(TextWidth.Fill(line, width)) : line;
        }
    }

    private IEnumerable<string> Events()
    {
        var events = board.Run?.Events ?? [.. (board.Plan?.Events ?? []).Select(one => new BoardEvent(one.At, one.Type.Replace('_', ' '), one.Task ?? "", one.Details))];
        if (events.Count == 0)
        {
            yield return pen.Ink.Dim("Nothing has happened yet.");
        }

        foreach (var one in events)
        {
            var item = one.Item.Length > 0 ? $" {pen.Ink.Bold(SafeText.Of(one.Item))}" : "";
            yield return $"{pen.Ink.Dim(pen.Clock(one.At))} {SafeText.Of(one.Kind)}{item} {pen.Ink.Dim(SafeText.Of(one.Details))}".TrimEnd();
        }
    }
}
