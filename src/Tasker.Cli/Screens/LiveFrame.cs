namespace Tasker.Cli.Screens;

/// <summary>Composes the moving part of the live screen. Pure: the same state, time and size give the same lines.</summary>
/// <param name="ink">Colours.</param>
/// <param name="started">When the screen began.</param>
/// <param name="estimate">How long the whole run should take; null when unknown.</param>
internal sealed class LiveFrame(Ink ink, DateTimeOffset started, TimeSpan? estimate)
{
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const int MostRows = 30;
    private const int MostRetries = 3;
    private const int WidestId = 40;
    private const int NarrowestId = 8;
    private const int ClockWidth = 7;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>How many steps under way there is room for.</summary>
    public static int RowsFor(int height) => Math.Clamp(height - 6, 1, MostRows);

    /// <summary>The most columns that the id of a step takes: two fifths, so that the narrowest terminal has room for what it says.</summary>
    public static int WidestIdOf(int width) => Math.Min(WidestId, Math.Max(width * 2 / 5, NarrowestId));

    /// <summary>The lines, the last one being the bar; none is wider than the terminal.</summary>
    /// <param name="tracker">What there is to show.</param>
    /// <param name="now">The time.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="idWidth">Columns of the ids above, which these line up with; wider ids make it wider.</param>
    public List<string> Lines(RunTracker tracker, DateTimeOffset now, int width, int height, int idWidth)
    {
        var room = Math.Max(10, width - 1);
        var lines = new List<string>();
        var rows = tracker.Running.Take(RowsFor(height)).ToList();
        var widest = rows.Select(r => TextWidth.Of(r.Id)).Concat(tracker.Retries.Take(MostRetries).Select(r => TextWidth.Of(r.Id))).DefaultIfEmpty(0).Max();
        idWidth = Math.Min(WidestIdOf(width), Math.Max(idWidth, widest));
        foreach (var row in rows)
        {
            lines.Add(Row(row, now, idWidth, room));
        }

        if (tracker.RunningCount > rows.Count)
        {
            lines.Add(ink.Dim($"  … and {tracker.RunningCount - rows.Count} more running"));
        }

        foreach (var retry in tracker.Retries.Take(MostRetries))
        {
            var when = retry.At > now ? $"in {Words.Of(retry.At - now)}" : "now";
            lines.Add(TextWidth.Cut($"{ink.Yellow("↻")} {TextWidth.Fill(retry.Id, idWidth)}  {ink.Yellow($"try {retry.Try} of {retry.Most} {when}")}", room));
        }

        if (tracker.RetryCount > MostRetries)
        {
            lines.Add(ink.Dim($"  … and {tracker.RetryCount - MostRetries} more wait for their next try"));
        }

        if (tracker.IsPaused)
        {
            lines.Add(TextWidth.Cut(ink.Yellow($"‖ paused: nothing new starts; go on with: tasker runs resume {tracker.RunId}"), room));
        }

        lines.Add(Bar(tracker, now, room));
        return lines;
    }

    private string Row(RunningRow row, DateTimeOffset now, int idWidth, int room)
    {
        var turn = (int)((now - started).Ticks / Turn.Ticks % Spinner.Length);
        var mark = row.IsStopping ? ink.Yellow("■") : row.AsksSomebody ? ink.Yellow("?") : ink.Cyan(Spinner[Math.Abs(turn)].ToString());
        var clock = Words.Of(now - row.Since).PadLeft(ClockWidth);
        var about = row.IsStopping ? "being stopped" : row.Fixed.Length > 0 ? row.Fixed : row.LastLine;
        if (row.Attempt > 1)
        {
            about = $"attempt {row.Attempt}  {about}";
        }

        if (row.IsBackground)
        {
            about = $"(background)  {about}";
        }

        var left = $"{mark} {TextWidth.Fill(row.Id, idWidth)} {ink.Dim(clock)}  ";
        var space = room - (idWidth + ClockWidth + 5);
        return space < 4 ? TextWidth.Cut(left, room) : left + (row.AsksSomebody ? ink.Yellow(TextWidth.Cut(about, space)) : ink.Dim(TextWidth.Cut(about, space)));
    }

    private string Bar(RunTracker tracker, DateTimeOffset now, int room)
    {
        var parts = new List<(string Text, string Shown)> { Part($"{tracker.Done}/{tracker.Total}", ink.Bold) };
        if (tracker.Failed > 0)
        {
            parts.Add(Part($"✗ {tracker.Failed}", ink.Red));
        }

        if (tracker.Blocked > 0)
        {
            parts.Add(Part($"{tracker.Blocked} blocked", ink.Yellow));
        }

        if (tracker.IsStopping)
        {
            parts.Add(Part("stopping", ink.Yellow));
        }

        parts.Add(Part(Words.Of(now - started), ink.Dim));
        if (estimate is { } all && all - (now - started) is { } left && left > TimeSpan.FromSeconds(1))
        {
            parts.Add(Part($"about {Words.Of(left)} left", ink.Dim));
        }

        var width = parts.Sum(p => p.Text.Length + 2);
        var bar = Math.Min(40, room - width);
        var text = string.Join("  ", parts.Select(p => p.Shown));
        return bar < 8 ? TextWidth.Cut(text, room) : $"{Fill(tracker, bar)}  {text}";
    }

    private string Fill(RunTracker tracker, int width)
    {
        var total = Math.Max(1, tracker.Total);
        var done = (int)((long)width * tracker.Done / total);
        var bad = (int)Math.Min(width - done, ((long)width * (tracker.Failed + tracker.Blocked) + total - 1) / total);
        return ink.Green(new string('━', done)) + ink.Red(new string('━', bad)) + ink.Dim(new string('─', width - done - bad));
    }

    private static (string Text, string Shown) Part(string text, Func<string, string> colour) => (text, colour(text));
}
