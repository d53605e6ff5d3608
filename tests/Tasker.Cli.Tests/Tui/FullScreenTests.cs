using Tasker.Cli.Screens;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Tui;

/// <summary>How a screen that fills the terminal is painted.</summary>
public sealed class FullScreenTests : IDisposable
{
    private readonly FakeTerminal _terminal = new(10, 4);
    private readonly FullScreen _screen;

    public FullScreenTests()
    {
        _screen = new FullScreen(_terminal);
        _screen.Enter();
        _screen.Paint(["one", "two", "0123456789", "four"], (10, 4));
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Only_rows_that_differ_are_written()
    {
        Assert.Equal("one\ntwo\n0123456789\nfour\n", _terminal.Picture);
        _ = _terminal.Written;

        _screen.Paint(["one", "2", "0123456789", "four"], (10, 4));
        Assert.Equal("\e[?2026h\e[2;1H\e[K2\e[?2026l", _terminal.Written);

        _screen.Paint(["one", "2", "0123456789", "four"], (10, 4));
        Assert.Equal("", _terminal.Written);
        Assert.Equal("one\n2\n0123456789\nfour\n", _terminal.Picture);
    }

    [Fact]
    public void Fewer_rows_leave_nothing_behind_and_more_than_there_are_are_not_written()
    {
        _screen.Paint(["one"], (10, 4));
        Assert.Equal("one\n", _terminal.Picture);

        _screen.Paint(["1", "2", "3", "4", "5"], (10, 4));
        Assert.Equal("1\n2\n3\n4\n", _terminal.Picture);
    }

    [Fact]
    public void Another_size_is_painted_anew_as_is_whatever_is_asked_for()
    {
        _terminal.Resize(12, 3);
        _screen.Paint(["one", "two"], (12, 3));
        Assert.Equal("one\ntwo\n", _terminal.Picture);
        _ = _terminal.Written;

        _screen.Paint(["one", "two"], (12, 3), anew: true);
        Assert.Contains("one", _terminal.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_painted_after_it_was_left_is_not_shown()
    {
        _screen.Leave();
        _screen.Leave();
        _screen.Paint(["late"], (10, 4));

        Assert.Equal("\n", _terminal.Picture);
        Assert.False(_terminal.IsFull);
    }
}
