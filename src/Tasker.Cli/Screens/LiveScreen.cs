using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>The run on a terminal: what is under way with its last line of output, a bar below, and above it what has ended.</summary>
/// <remarks>Painted ten times a second at most, by a timer; a fact only changes counters and rows, so that a run of many short steps is not slowed down.</remarks>
internal sealed class LiveScreen : IRunScreen
{
    private const int MostTold = 60;
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TailAfter = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly RunTracker _tracker;
    private readonly LiveRegion _region;
    private readonly LiveFrame _frame;
    private readonly ScreenParts _parts;
    private readonly Ink _ink;
    private readonly ITimer _timer;
    private List<string> _above = [];
    private bool _tellsAll;
    private bool _isOver;
    private int _idWidth;
    private int _isPainting;
    private int _width;
    private DateTimeOffset _settlesAt;

    /// <param name="writer">The terminal.</param>
    /// <param name="ink">Its colours.</param>
    /// <param name="parts">What the screen is made with.</param>
    public LiveScreen(TextWriter writer, Ink ink, ScreenParts parts)
    {
        (_region, _parts, _ink, _tracker) = (new LiveRegion(writer), parts, ink, new RunTracker(parts.Mask, parts.MaskOf));
        _frame = new LiveFrame(ink, parts.Session.Time.GetUtcNow(), parts.Estimate);
        _timer = parts.Session.Time.CreateTimer(_ => Paint(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _tracker.Begin(view);
            _tellsAll = view.StepCount <= MostTold;
            for (var node = 1; _tellsAll && node < view.Count; node++)
            {
                _idWidth = Math.Max(_idWidth, view.SpecOf(node) is StepSpec step ? TextWidth.Of(step.Id) : 0);
            }

            var before = _tracker.Done > 0 ? $", {_tracker.Done} done before" : "";
            _above.Add($"{_ink.Bold(view.Workflow.Name)} {_ink.Dim($"{view.RunId}, {Words.Count(view.StepCount, "step")}{before}")}");
        }

        Paint();
        _timer.Change(Period, Period);
        return ValueTask.CompletedTask;
    }

    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            for (var i = 0; i < facts.Count; i++)
            {
                var ended = _tracker.Take(view, facts[i]);
                if (_above.Count < MostWaiting && Line(view, facts[i], ended) is { } line)
                {
                    _above.Add(line);
                }
            }

            _tracker.Count(view);
        }

        return ValueTask.CompletedTask;
    }

    public void Progress(int node, string text)
    {
        lock (_gate)
        {
            if (_tracker.Row(node) is { } row)
            {
                row.LastLine = OneLine(row.Mask.Apply(text));
            }
        }
    }

    public void Report(string text) => Above(_ink.Yellow("! ") + text);

    public void Stopping() => Above(_ink.Yellow("■ stopping: commands stop, agents go on; Ctrl-C once more ends all at once"));

    public void End(RunState run, bool interrupted, ImmutableArray<Diagnostic> shortfalls)
    {
        lock (_gate)
        {
            _above.AddRange(RunSummary.Lines(run, interrupted, _parts, _ink));
        }

        Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Close();
    }

    private void Close()
    {
        // A frame that is being painted is waited for: it holds the gate when it decides to paint.
        lock (_gate)
        {
            if (!_isOver)
            {
                _isOver = true;
                _region.Close(_above, _parts.Session.Size());
                _above = [];
            }
        }
    }

    private void Above(string line)
    {
        lock (_gate)
        {
            _above.Add(line);
        }
    }

    private void Paint()
    {
        if (Interlocked.Exchange(ref _isPainting, 1) == 1)
        {
            return; // The frame before takes its time; the next one shows the same.
        }

        try
        {
            var (width, height) = _parts.Session.Size();
            if (!IsSettled(width))
            {
                return; // Somebody drags the window: one picture when it is done.
            }

            FollowLogs(height);
            lock (_gate)
            {
                if (!_isOver)
                {
                    var lines = _frame.Lines(_tracker, _parts.Session.Time.GetUtcNow(), width, height, _idWidth);
                    _region.Paint(_above, lines, (width, height));
                    _above.Clear();
                }
            }
        }
        catch (IOException)
        {
            // The terminal is gone; the run goes on.
        }
        finally
        {
            Volatile.Write(ref _isPainting, 0);
        }
    }

    /// <summary>False for a while after the terminal got another width.</summary>
    private bool IsSettled(int width)
    {
        var now = _parts.Session.Time.GetUtcNow();
        if (width != _width)
        {
            (_settlesAt, _width) = (_width == 0 ? now : now + SettlesAfter, width);
        }

        return now >= _settlesAt;
    }

    /// <summary>Reads what is new in the logs of the steps that are shown. Outside the gate: the run does not wait for it.</summary>
    private void FollowLogs(int height)
    {
        List<RunningRow> rows;
        string runId;
        lock (_gate)
        {
            runId = _tracker.RunId;
            var since = _parts.Session.Time.GetUtcNow() - TailAfter;
            rows = [.. _tracker.Running.Take(LiveFrame.RowsFor(height)).Where(r => r.Fixed.Length == 0 && r.Since <= since)];
        }

        foreach (var row in rows)
        {
            row.Tail ??= new LogTail(_parts.Logs.PathOf(runId, row.Id, row.Attempt), row.Mask, fromEnd: true);
            var lines = row.Tail.ReadNew();
            for (var i = lines.Count - 1; i >= 0; i--)
            {
                if (!string.IsNullOrWhiteSpace(lines[i]))
                {
                    row.LastLine = OneLine(lines[i]);
                    break;
                }
            }
        }
    }

    private string? Line(RunState view, RunFact fact, RunningRow? ended)
    {
        switch (fact)
        {
            case RunFact.AttemptEnded f:
                return Ended(view, f, ended);
            case RunFact.Skipped f when _tellsAll && view.SpecOf(f.Node) is StepSpec:
                return _ink.Dim($"- {Id(view, f.Node)}  skipped");
            case RunFact.MonitorChecked { Outcome: MonitorOutcome.Alert } f:
                return $"{_ink.Yellow("!")} {Id(view, f.Node)}  {_ink.Yellow($"alert from {f.Monitor}")}: {OneLine(f.Text)}";
            case RunFact.GroupEnded { RetryAt: { } again } f:
                return $"{_ink.Yellow("↻")} {Id(view, f.Node)}  {f.Message.TrimEnd('.')}; all of it again in {Words.Of(again - f.At)}";
            case RunFact.CheckpointMade f when _tellsAll:
                return _ink.Dim($"⚑ checkpoint {f.Name}");
            case RunFact.Restored f:
                return _ink.Yellow($"⚑ restored to checkpoint {f.Name}");
            case RunFact.Answered f:
                return $"{(f.Approved ? _ink.Green("✓ approved") : _ink.Red("✗ refused"))} {view.IdOf(f.Node)} by {f.By}{(f.Comment.Length > 0 ? $": {f.Comment}" : "")}";
            case RunFact.Paused f:
                return _ink.Yellow($"‖ paused by {f.By}");
            case RunFact.Resumed f:
                return $"▶ resumed by {f.By}";
            default:
                return null;
        }
    }

    private string? Ended(RunState view, RunFact.AttemptEnded f, RunningRow? row)
    {
        if (f.End.Outcome is AttemptOutcome.Succeeded && f.End.Outputs["proven"] is Value.Bool { Truth: false })
        {
            return $"{_ink.Yellow("!")} {Id(view, f.Node)} {_ink.Yellow($"unproven: {OneLine(view.SpecOf(f.Node).DisplayName)}")}";
        }

        if (f.End.Outcome is AttemptOutcome.Succeeded && !_tellsAll)
        {
            return null;
        }

        var id = Id(view, f.Node);
        var took = row is null ? "" : Words.Of(f.At - row.Since).PadLeft(7);
        if (f.End.Outcome is AttemptOutcome.Succeeded)
        {
            var tries = f.Attempt > 1 ? $"  attempt {f.Attempt}" : "";
            return $"{_ink.Green("✓")} {id} {_ink.Dim(took + tries)}";
        }

        if (f is { End.Outcome: AttemptOutcome.Lost, RetryAt: not null })
        {
            return _tellsAll ? _ink.Dim($"↻ {id} was stopped with its owner and begins again") : null;
        }

        var why = OneLine(Words.EndOf(f.End));
        return f.RetryAt is { } again ? $"{_ink.Yellow("↻")} {id} {_ink.Dim(took)}  {_ink.Yellow($"{why}; again in {Words.Of(again - f.At)}")}"
            : f.End.Outcome is AttemptOutcome.Cancelled ? $"{_ink.Yellow("■")} {id} {_ink.Dim(took)}  {_ink.Dim("stopped")}"
            : $"{_ink.Red("✗")} {id} {_ink.Dim(took)}  {_ink.Red(why)}";
    }

    /// <summary>The id of a node in its column.</summary>
    private string Id(RunState view, int node)
    {
        var id = view.IdOf(node);
        return TextWidth.Fill(id, Math.Min(LiveFrame.WidestIdOf(_parts.Session.Size().Width), Math.Max(_idWidth, TextWidth.Of(id))));
    }

    private static string OneLine(string text) => TextWidth.Plain(text);
}
