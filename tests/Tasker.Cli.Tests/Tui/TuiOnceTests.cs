using System.Text.RegularExpressions;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Tui;

/// <summary><c>tasker tui</c> without a terminal: one picture as text or as JSON.</summary>
public sealed partial class TuiOnceTests
{
    [Theory]
    [InlineData("100")]
    [InlineData("60")]
    public async Task A_plan_is_shown_once_in_as_many_columns_as_there_are(string columns)
    {
        using var shop = await ShopPlan.CreateAsync();
        shop.Place.Variables["COLUMNS"] = columns;

        var told = await shop.RunAsync("tui", "--once");

        Snapshot.Match(told.ToString(), columns);
        Assert.All(told.Out.Split('\n'), line => Assert.True(line.Length <= int.Parse(columns), line));
    }

    [Fact]
    public async Task Without_a_terminal_it_is_shown_once_and_in_characters_that_the_locale_has()
    {
        using var shop = await ShopPlan.CreateAsync(("T010", "Fegen für später 掃く"));
        shop.Place.Variables["LANG"] = "C";

        var told = await shop.RunAsync("tui");

        Snapshot.Match(told.ToString());
        Assert.DoesNotContain(told.Out, c => c > '~');
    }

    [Fact]
    public async Task JSON_tells_all_of_it()
    {
        using var shop = await ShopPlan.CreateAsync();
        await shop.DoAsync("state", "halt", "weekend");

        var told = await shop.RunAsync("tui", "--json");

        Assert.Single(told.Json());
        Snapshot.Match(told.ToString());
    }

    [Fact]
    public async Task What_was_logged_is_among_the_events_and_harms_no_terminal()
    {
        using var shop = await ShopPlan.CreateAsync();
        await shop.DoAsync("log-activity", "WARN", "task-executor", "decision", "T002: a \u001b[31mred\u001b[0m one");
        File.AppendAllText(Path.Combine(shop.Folder.Logs, "activity.log"), "[9999-01-01T00:00:00Z] [INFO] [x] tool: \u001b[2J gone\n");

        var (text, json) = (await shop.RunAsync("tui", "--once"), await shop.RunAsync("tui", "--json"));

        Assert.Contains("decision T002 WARN task-executor: a", text.Out, StringComparison.Ordinal);
        Assert.Contains("tool x:", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.Out);
        var events = json.Json()[0].GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString()).ToArray();
        Assert.Equal(["tool", "decision"], events.Where(type => type is "tool" or "decision"));
    }

    [Fact]
    public async Task Where_there_is_no_plan_runs_are_shown()
    {
        var time = new ManualTime();
        using var place = new CommandLine { Time = time };
        await SaveRunAsync(place, time);

        var text = await place.RunAsync("tui", "--once", "-p", ".tasker");
        var json = await place.RunAsync("tui", "--json", "-p", ".tasker");

        Snapshot.Match($"{text}\n{Owner().Replace(json.ToString(), "<process>")}");
    }

    [Fact]
    public async Task Where_there_is_neither_a_plan_nor_a_run_it_says_what_to_do()
    {
        using var place = new CommandLine();

        var told = await place.RunAsync("tui", "-p", ".tasker");

        Snapshot.Match(told.ToString());
        Assert.Equal(1, (await place.RunAsync("tui", "--json", "-p", ".tasker")).ExitCode);
    }

    [Fact]
    public async Task A_broken_state_is_told_in_one_line()
    {
        using var shop = await ShopPlan.CreateAsync();
        shop.Place.Write("shop/.tasker/state.json", "{ \"version\": \"2.0\", ");

        var told = await shop.RunAsync("tui");

        Assert.Equal(1, told.ExitCode);
        Assert.StartsWith("tasker: The state is no valid JSON", told.Error, StringComparison.Ordinal);
        Assert.Equal("", told.Out);
    }

    [Fact]
    public async Task Of_many_tasks_those_that_need_attention_are_shown()
    {
        using var shop = await ShopPlan.CreateAsync();
        foreach (var number in Enumerable.Range(100, 200))
        {
            shop.Define($"T{number}", $"Number {number}", 4, "T006");
        }

        await shop.DoAsync("state", "load-tasks");

        var told = await shop.RunAsync("tui", "--once");

        Assert.Contains("T003", told.Out, StringComparison.Ordinal);
        Assert.Contains("Phase 4  0/200", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("T150", told.Out, StringComparison.Ordinal);
        Assert.Contains("more; --json tells all.", told.Out, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"process \d+ on [^""]+")]
    private static partial Regex Owner();

    /// <summary>A run that has ended badly and one that a living process hosts.</summary>
    internal static async Task SaveRunAsync(CommandLine place, ManualTime time)
    {
        const string plan = """
            name: build
            steps:
              fetch: { run: fetch }
              checks:
                needs: fetch
                steps:
                  lint: { run: lint }
                  test: { run: test }
              ship: { run: ship, needs: checks }
            """;
        var failed = new PlayedRun(time, plan, "build-1");
        await failed.BeginAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        await failed.FailAsync("fetch", 2, "no such host");
        await failed.SaveAsync(place);
        time.Advance(TimeSpan.FromSeconds(10));
        var living = new PlayedRun(time, plan, "build-2");
        await living.BeginAsync();
        await living.SucceedAsync("fetch");
        living.Print(place, "checks/test", "collecting\nrunning test 12 of 40\n");
        time.Advance(TimeSpan.FromSeconds(75));
        await living.SucceedAsync("checks/lint");
        await living.SaveAsync(place, isHosted: true);
    }
}
