using System.Text.RegularExpressions;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Cli.Tui;
using Tasker.Cli.Tui.Drawing;
using Tasker.Cli.Tui.Reading;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Tui;

/// <summary>Pictures of the live screen at a known time: sizes, parts, pages, with colours and without.</summary>
public sealed partial class BoardFrameTests : IAsyncLifetime
{
    private ShopPlan _shop = null!;

    private Project Project => new(_shop.Folder.Parent);

    public async Task InitializeAsync()
    {
        _shop = await ShopPlan.CreateAsync();
        var run = new PlayedRun(_shop.Time, """
            name: menu
            max-parallel: 3
            steps:
              fetch: { run: fetch }
              print:
                needs: fetch
                steps:
                  front: { run: print front, retry: { attempts: 3, delay: 5s } }
                  back: { run: print back }
              ask: { approve: Put it on the tables? }
            """, "menu-1");
        await run.BeginAsync();
        await run.SucceedAsync("fetch");
        _shop.Time.Advance(TimeSpan.FromSeconds(5));
        await run.FailAsync("print/front", 3, "out of paper");
        run.Print(Project, "print/back", "page 1 of 2\npage 2 of 2\n");
        await run.SaveAsync(Project, isHosted: true);
        _shop.Time.Advance(TimeSpan.FromSeconds(2));
    }

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 15)]
    [InlineData(160, 50)]
    public async Task A_plan_fits_every_size(int width, int height) =>
        Match(await DrawAsync(new BoardView(), width, height), width, height, $"{width}x{height}");

    [Theory]
    [InlineData("Tasks")]
    [InlineData("Work")]
    [InlineData("Gates")]
    [InlineData("Runs")]
    [InlineData("Events")]
    public async Task A_narrow_screen_shows_one_part_at_a_time(string pane) =>
        Match(await DrawAsync(new BoardView { Pane = Enum.Parse<Pane>(pane) }, 80, 20), 80, 20, pane.ToLowerInvariant());

    [Fact]
    public async Task A_task_that_is_opened_tells_all_that_is_known() =>
        Match(await DrawAsync(new BoardView { Item = "T005" }, 80, 40), 80, 40);

    [Fact]
    public async Task A_run_that_is_looked_at_shows_its_steps() =>
        Match(await DrawAsync(new BoardView { Run = "menu-1", Row = "print/back" }, 80, 16), 80, 16);

    [Fact]
    public async Task A_step_that_is_opened_tells_all_that_is_known() =>
        Match(await DrawAsync(new BoardView { Run = "menu-1", Item = "print/front" }, 80, 36), 80, 36);

    [Fact]
    public async Task A_step_that_is_under_way_shows_the_end_of_its_output() =>
        Match(await DrawAsync(new BoardView { Run = "menu-1", Item = "print/back" }, 80, 24), 80, 24);

    [Theory]
    [InlineData(100)]
    [InlineData(40)]
    public async Task The_help_names_every_key(int width) =>
        Match(await DrawAsync(new BoardView { IsHelp = true }, width, 30), width, 30, $"{width}");

    [Fact]
    public async Task A_stop_that_was_asked_for_stands_out()
    {
        await _shop.DoAsync("state", "halt", "weekend");
        await _shop.DoAsync("state", "confirm-halt");

        Match(await DrawAsync(new BoardView { Dialog = new Dialog(DialogKind.Resume) }, 80, 12), 80, 12);
    }

    [Fact]
    public async Task A_filter_leaves_the_headings_of_what_it_shows() =>
        Match(await DrawAsync(new BoardView { Filter = "ok", Dialog = new Dialog(DialogKind.Filter, "ok") }, 80, 12), 80, 12);

    [Fact]
    public async Task Colours_are_those_of_the_other_screens()
    {
        var frame = await DrawAsync(new BoardView(), 120, 30, inks: true);

        Snapshot.Match(string.Join('\n', frame.Lines).Replace("\e", "␛", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_of_another_locale_gets_plain_characters()
    {
        var frame = await DrawAsync(new BoardView(), 120, 30, isAscii: true);

        Match(frame, 120, 30);
        Assert.All(frame.Lines, line => Assert.DoesNotContain(line, c => c is < ' ' or > '~'));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(20, 4)]
    [InlineData(500, 200)]
    public async Task No_size_breaks_it(int width, int height)
    {
        BoardView[] views =
        [
            new(), new() { Item = "T005", Offset = 1000 }, new() { IsHelp = true }, new() { Pane = Pane.Events, Offset = 1000 },
            new() { Run = "menu-1", Pane = Pane.Runs },
        ];
        foreach (var view in views)
        {
            var frame = await DrawAsync(view, width, height);

            Assert.All(frame.Lines, line => Assert.True(TextWidth.Of(line) <= width, line));
        }
    }

    [GeneratedRegex(@"target_dir=\S*")]
    private static partial Regex Target();

    private async Task<Frame> DrawAsync(BoardView view, int width, int height, bool inks = false, bool isAscii = false)
    {
        var session = _shop.Place.SessionOf(TextWriter.Null, TextWriter.Null);
        await using var reader = new BoardReader(session, _shop.Store, Project);
        var board = await reader.ReadAsync(view.Request, Parts.All, CancellationToken.None);
        return new BoardFrame(new Pen(new Ink(inks), _shop.Time.GetUtcNow(), TimeZoneInfo.Utc), isAscii).Draw(board, view, (width, height));
    }

    private static void Match(
        Frame frame, int width, int height, string? name = null, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        Assert.Equal(height, frame.Lines.Count);
        Assert.All(frame.Lines, line => Assert.True(TextWidth.Of(line) <= width, line));
        Snapshot.Match(
            Target().Replace(string.Join('\n', frame.Lines.Select(line => line.TrimEnd())) + "\n", "target_dir=..."), name, test: test);
    }
}
