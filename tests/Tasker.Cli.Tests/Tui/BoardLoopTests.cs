using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Cli.Projects;
using Tasker.Cli.Tui.Reading;

namespace Tasker.Cli.Tests.Tui;

/// <summary>The live screen as it is used: keys, changes, the clock, and what is left of it in the terminal.</summary>
public sealed class BoardLoopTests : IAsyncLifetime
{
    private ShopPlan _shop = null!;

    public async Task InitializeAsync() => _shop = await ShopPlan.CreateAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_fills_the_terminal_and_gives_it_back_as_it_was()
    {
        await using var live = await OpenAsync();
        Assert.True(live.Terminal.IsFull);
        Assert.False(live.Terminal.HasCursor);

        live.Type("q");

        Assert.Equal(0, await live.Ended);
        AssertGivenBack(live);
    }

    [Fact]
    public async Task A_signal_leaves_it_as_well()
    {
        await using var live = await OpenAsync();

        (await _shop.Place.Stop.Task)();

        Assert.Equal(130, await live.Ended);
        AssertGivenBack(live);
    }

    [Fact]
    public async Task A_program_that_is_put_aside_gives_the_terminal_back_until_it_goes_on()
    {
        await using var live = await OpenAsync();
        var before = live.Terminal.Picture;

        live.Suspend();
        AssertGivenBack(live);
        live.Type("j");
        live.Continue();

        await live.UntilAsync(picture => live.Terminal.IsFull && picture.Contains("> ✓ T002", StringComparison.Ordinal));
        live.Type("k");
        Assert.Equal(before, await live.UntilAsync(picture => picture.Contains("> ✓ T001", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_halt_is_asked_for_with_its_reason_and_taken_back_in_the_way_of_the_commands()
    {
        await using var live = await OpenAsync();

        live.Type("h");
        await live.UntilAsync(picture => picture.Contains("Halt the plan?", StringComparison.Ordinal));
        live.Type("n");
        await live.UntilAsync(picture => picture.Contains("q quit", StringComparison.Ordinal));
        Assert.False(Halted());

        live.Type("hyweekenx").Press(ConsoleKey.Backspace).Type("d");
        await live.UntilAsync(picture => picture.Contains("Why? (Enter halts, Esc does not) weekend_", StringComparison.Ordinal));
        Assert.False(Halted());
        live.Press(ConsoleKey.Enter);
        await live.LookAsync();
        await live.UntilAsync(picture => picture.Contains("‖ HALTED: weekend", StringComparison.Ordinal)
            && picture.Contains("Halt requested: weekend", StringComparison.Ordinal));
        Assert.True(Halted());
        Assert.Equal(1, (await _shop.RunAsync("state", "check-halt")).ExitCode);

        live.Type("r");
        await live.UntilAsync(picture => picture.Contains("Take the request to stop the plan back? y/n", StringComparison.Ordinal));
        live.Type("y");
        await live.LookAsync();
        await live.UntilAsync(picture => !picture.Contains("HALTED", StringComparison.Ordinal)
            && picture.Contains("Execution resumed", StringComparison.Ordinal));
        Assert.False(Halted());
    }

    [Fact]
    public async Task What_changes_is_shown_a_moment_later_and_the_clock_ticks_while_something_is_under_way()
    {
        await using var live = await OpenAsync();
        await live.UntilAsync(picture => picture.Contains("T003  Reckon", StringComparison.Ordinal)
            && picture.Contains(" 42s", StringComparison.Ordinal));

        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        await live.UntilAsync(picture => picture.Contains(" 43s", StringComparison.Ordinal));

        _shop.Place.Write("shop/src/T003.py", "pass");
        await _shop.DoAsync("state", "task", "complete", "T003", "--created", "src/T003.py");
        await live.ChangeAsync(Parts.State);
        await live.UntilAsync(picture => picture.Contains("✓ T003", StringComparison.Ordinal)
            && picture.Contains("◎ T004", StringComparison.Ordinal));
        Assert.Empty(_shop.Time.Armed);
    }

    [Fact]
    public async Task It_is_there_before_the_gates_are()
    {
        await using var live = await LiveBoard.OpenAsync(
            _shop.Place, _shop.Time, _shop.Store, new Project(_shop.Folder.Parent), 120, 40, parts: Parts.State | Parts.Runs);
        Assert.Contains("The gates are being looked at ...", live.Terminal.Picture, StringComparison.Ordinal);

        await live.LookAsync();

        await live.UntilAsync(picture => picture.Contains("✗ Spec coverage  75.0% of 8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_told_and_what_was_there_stays()
    {
        await using var live = await OpenAsync();
        var good = _shop.Place.Read("shop/.tasker/state.json");

        _shop.Place.Write("shop/.tasker/state.json", "{");
        await live.ChangeAsync(Parts.State);
        await live.UntilAsync(picture => picture.Contains("! The state is no valid JSON", StringComparison.Ordinal)
            && picture.Contains("✓ T001", StringComparison.Ordinal));

        _shop.Place.Write("shop/.tasker/state.json", good);
        await live.ChangeAsync(Parts.Logs);
        await live.UntilAsync(picture => !picture.Contains("valid JSON", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_is_opened_scrolled_and_closed_and_another_size_is_filled_at_once()
    {
        await using var live = await OpenAsync(80, 16);

        live.Type("jjjj").Press(ConsoleKey.Enter);
        await live.UntilAsync(picture => picture.Contains("✗ T005  Cook", StringComparison.Ordinal)
            && picture.Contains("the oven is cold", StringComparison.Ordinal));
        live.Press(ConsoleKey.End);
        await live.UntilAsync(picture => picture.Contains("create src/T005.py", StringComparison.Ordinal)
            && !picture.Contains("the oven is cold", StringComparison.Ordinal));
        live.Type("k");
        live.Resize(120, 40);
        await live.UntilAsync(picture => picture.Contains("the oven is cold", StringComparison.Ordinal)
            && picture.Contains("create src/T005.py", StringComparison.Ordinal));
        live.Press(ConsoleKey.Escape);
        await live.UntilAsync(picture => picture.Contains("> ✗ T005", StringComparison.Ordinal)
            && picture.Contains("─ Gates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_that_somebody_wrote_reaches_the_terminal_as_it_is()
    {
        var hostile =
            $"\e]0;owned\a\e[2J\u009b31mred\r\nline\t\u202Edlrow\u200B\u0007 {new string('長', 3000)}{new string('\u0301', 500)}\ud800";
        _shop.Define("T010", hostile, 3);
        _shop.Define("T011", hostile, 3, "T010");
        await _shop.DoAsync("state", "load-tasks");
        await _shop.DoAsync("state", "task", "start", "T010");
        await _shop.DoAsync("state", "task", "fail", "T010", hostile);
        await _shop.DoAsync("state", "halt", hostile);
        foreach (var width in new[] { 130, 80, 37 })
        {
            await using var live = await OpenAsync(width, 30);
            live.Press(ConsoleKey.End);
            await live.UntilAsync(picture => picture.Contains("> ⊘ T011", StringComparison.Ordinal));
            live.Press(ConsoleKey.Enter);
            await live.UntilAsync(picture => picture.Contains("Needs", StringComparison.Ordinal));
            foreach (var pane in "2345")
            {
                live.Press(ConsoleKey.Escape).Type(pane.ToString()).Press(ConsoleKey.End);
            }

            live.Type("1/dlrow");
            await live.UntilAsync(picture => picture.Contains("Show rows with: dlrow_", StringComparison.Ordinal));
            Assert.All(live.Terminal.Picture.Split('\n'), line => Assert.True(Tasker.Cli.Screens.TextWidth.Of(line) <= width, line));
        }
    }

    [Fact]
    public async Task Five_thousand_tasks_are_walked_through_filtered_and_opened()
    {
        var state = JsonNode.Parse(_shop.Place.Read("shop/.tasker/state.json"))!.AsObject();
        for (var i = 1000; i < 6000; i++)
        {
            state["tasks"]![$"T{i}"] = new JsonObject
            {
                ["id"] = $"T{i}",
                ["name"] = $"Number {i}",
                ["phase"] = i / 500,
                ["status"] = i % 3 == 0 ? "complete" : "pending",
            };
        }

        _shop.Place.Write("shop/.tasker/state.json", state.ToJsonString());
        await using var live = await OpenAsync();

        live.Press(ConsoleKey.End);
        await live.UntilAsync(picture => picture.Contains("> ◎ T5999", StringComparison.Ordinal));
        live.Press(ConsoleKey.PageUp).Type("kkk");
        await live.UntilAsync(picture => picture.Contains("> ◎ T5978", StringComparison.Ordinal));
        live.Type("/4711").Press(ConsoleKey.Enter).Press(ConsoleKey.Enter);
        await live.UntilAsync(picture => picture.Contains("T4711  Number 4711", StringComparison.Ordinal)
            && picture.Contains("Definition", StringComparison.Ordinal));
    }

    private bool Halted()
    {
        using var state = JsonDocument.Parse(_shop.Place.Read("shop/.tasker/state.json"));
        return state.RootElement.TryGetProperty("halt", out var halt) && halt.TryGetProperty("requested", out var requested)
            && requested.ValueKind is JsonValueKind.True;
    }

    private Task<LiveBoard> OpenAsync(int width = 80, int height = 24) =>
        LiveBoard.OpenAsync(_shop.Place, _shop.Time, _shop.Store, new Project(_shop.Folder.Parent), width, height);

    private static void AssertGivenBack(LiveBoard live)
    {
        Assert.False(live.Terminal.IsFull);
        Assert.True(live.Terminal.HasCursor);
        Assert.True(live.Terminal.Wraps);
        Assert.Equal("\n", live.Terminal.Picture);
    }
}
