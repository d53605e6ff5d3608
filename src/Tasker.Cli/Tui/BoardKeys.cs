using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui;

/// <summary>What keys do. Pure: the same view, board and key give the same next view.</summary>
/// <param name="board">What is shown.</param>
/// <param name="page">Rows of a screen, for keys that move by whole ones.</param>
internal sealed class BoardKeys(Board board, int page)
{
    /// <summary>A key was pressed.</summary>
    /// <returns>The next view, and what is asked for besides; null: nothing.</returns>
    public (BoardView View, BoardAction? Action) Press(BoardView view, ConsoleKeyInfo key)
    {
        if (key is { Key: ConsoleKey.L, Modifiers: ConsoleModifiers.Control } or { KeyChar: '\f' })
        {
            return (view, new BoardAction.Repaint());
        }

        if (view.Dialog is { } dialog)
        {
            return new DialogKeys(view, dialog).Press(key);
        }

        view = view with { Message = "" };
        if (view.IsHelp)
        {
            return key.KeyChar is 'q' ? (view, new BoardAction.Quit()) : (InHelp(view, key), null);
        }

        return key switch
        {
            { KeyChar: 'q' or 'Q' } => (view, new BoardAction.Quit()),
            { KeyChar: '?' } => (view with { IsHelp = true, Offset = 0 }, null),
            { KeyChar: 'h' } => (Halt(view), null),
            { KeyChar: 'r' } => (Resume(view), null),
            { Key: ConsoleKey.Escape or ConsoleKey.Backspace or ConsoleKey.LeftArrow } or { KeyChar: 'b' } => (Back(view), null),
            _ when Step(key) is { } step => (Move(view, step), null),
            _ when view.Item is not null => (view, null),
            { Key: ConsoleKey.Enter or ConsoleKey.RightArrow } or { KeyChar: '\r' or '\n' } => (Open(view), null),
            { Key: ConsoleKey.Tab } => (Turn(view, key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1), null),
            { KeyChar: '/' } => (view with { Dialog = new Dialog(DialogKind.Filter, view.Filter), Pane = Pane.Tasks, Offset = 0 }, null),
            { KeyChar: >= '1' and <= '5' } => (Go(view, key.KeyChar - '1'), null),
            _ => (view, null),
        };
    }

    /// <summary>How far a key moves; null: it does not.</summary>
    private int? Step(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' } => -1,
        { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' } => 1,
        { Key: ConsoleKey.PageUp } => -page,
        { Key: ConsoleKey.PageDown } or { KeyChar: ' ' } => page,
        { Key: ConsoleKey.Home } or { KeyChar: 'g' } => -1_000_000,
        { Key: ConsoleKey.End } or { KeyChar: 'G' } => 1_000_000,
        _ => null,
    };

    private BoardView InHelp(BoardView view, ConsoleKeyInfo key) => Step(key) is { } step
        ? view with { Offset = Math.Max(0, view.Offset + step) }
        : view with { IsHelp = false, Offset = 0 };

    private BoardView Move(BoardView view, int step)
    {
        if (view.Item is null && view.Pane is Pane.Tasks)
        {
            var rows = view.Rows(board);
            var index = view.IndexIn(rows);
            return index < 0 ? view : view with { Row = rows[NextRow(rows, index, step)].Id };
        }

        if (view.Item is null && view.Pane is Pane.Runs)
        {
            var chosen = view.EntryIn(board);
            var index = board.Runs.TakeWhile(entry => entry != chosen).Count();
            return chosen is null ? view : view with { Entry = board.Runs[Math.Clamp(index + step, 0, board.Runs.Count - 1)].Id };
        }

        return view with { Offset = Math.Max(0, view.Offset + step) };
    }

    /// <summary>The row that a step leads to; headings are stepped over.</summary>
    private static int NextRow(IReadOnlyList<BoardRow> rows, int index, int step)
    {
        var to = Math.Clamp(index + step, 0, rows.Count - 1);
        for (var i = to; i >= 0 && i < rows.Count; i += Math.Sign(step))
        {
            if (!rows[i].IsHeading)
            {
                return i;
            }
        }

        for (var i = to; i >= 0 && i < rows.Count; i -= Math.Sign(step))
        {
            if (!rows[i].IsHeading)
            {
                return i;
            }
        }

        return index;
    }

    private BoardView Open(BoardView view)
    {
        if (view.Pane is Pane.Runs)
        {
            return view.EntryIn(board) is { } entry ? view with { Run = entry.Id, Pane = Pane.Tasks, Row = "", Filter = "" } : view;
        }

        var rows = view.Rows(board);
        return view.Pane is Pane.Tasks && view.IndexIn(rows) is >= 0 and var index ? view with { Item = rows[index].Id, Offset = 0, Row = rows[index].Id } : view;
    }

    /// <summary>One step out: of the page, of the filter, of the part, of the run.</summary>
    private BoardView Back(BoardView view) =>
        view.Item is not null ? view with { Item = null, Offset = 0 }
        : view.Filter.Length > 0 ? view with { Filter = "" }
        : view.Pane is not Pane.Tasks ? view with { Pane = Pane.Tasks, Offset = 0 }
        : view.Run is { } run ? view with { Run = null, Row = "", Entry = run, Pane = board.Plan is null ? Pane.Runs : Pane.Tasks }
        : view;

    private BoardView Turn(BoardView view, int by)
    {
        var panes = BoardView.PanesOf(board);
        var at = panes.TakeWhile(pane => pane != view.Pane).Count() % panes.Count;
        return view with { Pane = panes[(at + by + panes.Count) % panes.Count], Offset = 0 };
    }

    private BoardView Go(BoardView view, int number) =>
        BoardView.PanesOf(board) is var panes && number < panes.Count ? view with { Pane = panes[number], Offset = 0 } : view;

    private BoardView Halt(BoardView view) => view.Target(board) switch
    {
        null when board.Plan is { Halting: { IsHalted: true } halting } => view with { Message = $"A stop was asked for already: {halting.Reason}. r takes it back." },
        null when board.Plan is not null => view with { Dialog = new Dialog(DialogKind.Halt) },
        null => view with { Message = "There is nothing to halt." },
        { HasEnded: true } run => view with { Message = $"Run {run.Id} has ended: {run.Word}." },
        { IsPaused: true } run => view with { Message = $"Run {run.Id} is paused already; r lets it go on." },
        var run => view with { Dialog = new Dialog(DialogKind.Halt, Run: run.Id) },
    };

    private BoardView Resume(BoardView view) => view.Target(board) switch
    {
        null when board.Plan is { Halting.IsHalted: true } => view with { Dialog = new Dialog(DialogKind.Resume) },
        null => view with { Message = "Nothing to resume: nobody asked for a stop." },
        { HasEnded: true } run => view with { Message = $"Run {run.Id} has ended: {run.Word}. 'tasker runs retry {run.Id}' tries again what is not done." },
        { IsLeft: true } run => RunHints.GoOn(run) is { Length: > 0 } hint
            ? view with { Message = hint }
            : view with { Dialog = new Dialog(DialogKind.Host, Run: run.Id) },
        { IsPaused: true } run => view with { Dialog = new Dialog(DialogKind.Resume, Run: run.Id) },
        var run => view with { Message = $"Run {run.Id} goes on already." },
    };
}
