using Tasker.Cli.Tui.Pictures;
using Tasker.Cli.Tui.Reading;

namespace Tasker.Cli.Tui;

/// <summary>Where somebody is on the screen: what is chosen, opened, asked. Keys make the next one from it.</summary>
internal sealed record BoardView
{
    /// <summary>The part that keys move in.</summary>
    public Pane Pane { get; init; }

    /// <summary>The run that is looked at in place of the plan; null: the plan, and where there is none the newest run.</summary>
    public string? Run { get; init; }

    /// <summary>The chosen row; empty: the first one that can be.</summary>
    public string Row { get; init; } = "";

    /// <summary>The chosen run in the list of runs; empty: the first one.</summary>
    public string Entry { get; init; } = "";

    /// <summary>The task or step that is opened; null: none.</summary>
    public string? Item { get; init; }

    /// <summary>How many lines of the part, or of the page, are above what is seen.</summary>
    public int Offset { get; init; }

    /// <summary>Only rows with this text in them are shown; empty: all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>What is asked now; null: nothing.</summary>
    public Dialog? Dialog { get; init; }

    /// <summary>True while the help is shown.</summary>
    public bool IsHelp { get; init; }

    /// <summary>What came of the last request; empty: nothing to tell.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is to be read for it.</summary>
    public BoardRequest Request => new(Run, Item);

    /// <summary>The parts that there are.</summary>
    public static IReadOnlyList<Pane> PanesOf(Board board) => board.Plan is null ? [Pane.Tasks, Pane.Work, Pane.Runs, Pane.Events] : Enum.GetValues<Pane>();

    /// <summary>The rows that are shown: all, or those that fit the filter, below their headings.</summary>
    public IReadOnlyList<BoardRow> Rows(Board board)
    {
        if (Filter.Length == 0)
        {
            return board.Rows;
        }

        var (rows, heading) = (new List<BoardRow>(), (BoardRow?)null);
        foreach (var row in board.Rows)
        {
            if (row.IsHeading)
            {
                heading = row;
            }
            else if (Fits(row))
            {
                if (heading is not null)
                {
                    rows.Add(heading);
                    heading = null;
                }

                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Place of the chosen row; -1 when there is none.</summary>
    public int IndexIn(IReadOnlyList<BoardRow> rows)
    {
        var first = -1;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].IsHeading)
            {
                first = first < 0 ? i : first;
                if (rows[i].Id == Row)
                {
                    return i;
                }
            }
        }

        return first;
    }

    /// <summary>The chosen run; null when there is none.</summary>
    public RunEntry? EntryIn(Board board) => board.Runs.FirstOrDefault(entry => entry.Id == Entry) ?? (board.Runs.Count > 0 ? board.Runs[0] : null);

    /// <summary>The run that keys for stopping and going on are about; null: the plan.</summary>
    public RunEntry? Target(Board board) => Pane is Pane.Runs && Item is null ? EntryIn(board) : board.Run?.Entry;

    private bool Fits(BoardRow row) =>
        row.Id.Contains(Filter, StringComparison.OrdinalIgnoreCase) || row.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase)
        || row.Word.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
