using System.Collections.Immutable;
using Tasker.Cli.Tui;
using Tasker.Cli.Tui.Pictures;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Tests.Tui;

/// <summary>What keys do, one after the other.</summary>
public sealed class BoardKeysTests
{
    private static readonly Board Board = new("shop")
    {
        Runs =
        [
            Entry("open-1", RunStatus.Running, isHosted: true), Entry("old-1", RunStatus.Failed, isHosted: false),
            Entry("old-2", RunStatus.Succeeded, isHosted: false),
        ],
        Tasks =
        [
            Heading("Phase 1"), Row("T001"), Row("T002"), Heading("Phase 2"), Row("T003"), Row("T004"), Heading("Phase 3"), Row("T005"),
        ],
    };

    [Theory]
    [InlineData("j", "T002")]
    [InlineData("jj", "T003")]
    [InlineData("jjk", "T002")]
    [InlineData("k", "T001")]
    [InlineData("G", "T005")]
    [InlineData("Gg", "T001")]
    [InlineData("Gj", "T005")]
    [InlineData(" ", "T003")]
    [InlineData("  ", "T005")]
    public void Moving_steps_over_headings_and_stops_at_the_ends(string keys, string row)
    {
        var view = Press(new BoardView(), keys).View;

        Assert.Equal(row, view.Row);
    }

    [Fact]
    public void What_is_opened_is_closed_one_step_at_a_time()
    {
        var opened = Press(new BoardView { Filter = "T00" }, "jj\r").View;
        Assert.Equal(("T003", 0), (opened.Item, opened.Offset));

        var scrolled = Press(opened, "jjj").View;
        Assert.Equal(("T003", 3), (scrolled.Item, scrolled.Offset));

        var closed = Press(scrolled, "b").View;
        Assert.Equal((null, 0, "T003", "T00"), (closed.Item, closed.Offset, closed.Row, closed.Filter));

        Assert.Equal("", Press(closed, "b").View.Filter);
    }

    [Fact]
    public void A_run_is_opened_from_the_list_of_runs_and_left_again()
    {
        var looked = Press(new BoardView(), "3j\r").View;
        Assert.Equal(("old-1", Pane.Tasks), (looked.Run, looked.Pane));

        var left = Press(looked, "b").View;
        Assert.Null(left.Run);
        Assert.Equal("old-1", left.Entry);
    }

    [Theory]
    [InlineData("\t", "Work")]
    [InlineData("\t\t\t\t", "Tasks")]
    [InlineData("4", "Events")]
    [InlineData("5", "Tasks")]
    public void Without_a_plan_there_are_no_gates_to_turn_to(string keys, string pane) =>
        Assert.Equal(pane, Press(new BoardView(), keys).View.Pane.ToString());

    [Fact]
    public void Shift_tab_turns_back()
    {
        var (view, _) = new BoardKeys(Board, 2)
            .Press(new BoardView(), new ConsoleKeyInfo('\t', ConsoleKey.Tab, shift: true, alt: false, control: false));

        Assert.Equal(Pane.Events, view.Pane);
    }

    [Theory]
    [InlineData("q")]
    [InlineData("?q")]
    [InlineData("\rq")]
    public void Somebody_leaves_from_everywhere_but_from_a_question(string keys) =>
        Assert.IsType<BoardAction.Quit>(Press(new BoardView(), keys).Action);

    [Fact]
    public void Nothing_is_asked_of_a_run_without_a_yes()
    {
        var runs = new BoardView { Pane = Pane.Runs };

        Assert.Null(Press(runs, "hn").Action);
        Assert.Null(Press(runs, "hq").View.Dialog);
        Assert.Null(Press(runs, "hjkx\r").Action);
        Assert.Equal(new BoardAction.PauseRun("open-1"), Press(runs, "hy").Action);
        Assert.Contains("has ended", Press(runs, "jh").View.Message, StringComparison.Ordinal);
        Assert.Contains("tasker runs retry old-1", Press(runs, "jr").View.Message, StringComparison.Ordinal);
        Assert.Contains("goes on already", Press(runs, "r").View.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_counts_while_it_is_typed()
    {
        var typed = Press(new BoardView(), "/T004").View;
        Assert.Equal("T004", typed.Filter);
        Assert.Equal(["Phase 2", "T004"], typed.Rows(Board).Select(row => row.Name));

        Assert.Equal("T004", Press(typed, "\r").View.Filter);
        Assert.Equal("T00", Press(typed, "\b").View.Filter);
        Assert.Null(Press(typed, "\r\r").Action);
        Assert.Equal("T004", Press(typed, "\r\r").View.Item);
    }

    private static (BoardView View, BoardAction? Action) Press(BoardView view, string keys)
    {
        var action = (BoardAction?)null;
        foreach (var key in keys)
        {
            (view, action) = new BoardKeys(Board, 2).Press(view, key switch
            {
                '\t' => new ConsoleKeyInfo(key, ConsoleKey.Tab, false, false, false),
                '\r' => new ConsoleKeyInfo(key, ConsoleKey.Enter, false, false, false),
                '\b' => new ConsoleKeyInfo(key, ConsoleKey.Backspace, false, false, false),
                _ => LiveBoard.Key(key),
            });
        }

        return (view, action);
    }

    private static BoardRow Heading(string name) => new("", name, ItemStatus.Waiting, "");

    private static BoardRow Row(string id) => new(id, id, ItemStatus.Waiting, "pending");

    private static RunEntry Entry(string id, RunStatus status, bool isHosted) => new(
        new RunRecord(
            id, id, "yaml", "plan.yaml", DateTimeOffset.UnixEpoch, "", 1,
            new RunSummaryUpdate(status, 1, 0, 2, status >= RunStatus.Succeeded ? DateTimeOffset.UnixEpoch : null), null, null, 1,
            ImmutableSortedDictionary<string, string>.Empty),
        isHosted);
}
