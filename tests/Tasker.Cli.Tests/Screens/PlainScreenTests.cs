using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Screens;

/// <summary>Which screen is shown, and the one without movement: a line for each thing that happens.</summary>
public sealed class PlainScreenTests
{
    private const string Plan = """
        name: plain
        max-parallel: 1
        steps:
          good: { run: echo fine }
          bad: { run: 'echo why it failed; exit 4', needs: good }
          never: { run: 'true', needs: bad }
        """;

    [Fact]
    public async Task Without_a_terminal_each_event_is_a_plain_line()
    {
        using var place = new CommandLine().Write("plan.yaml", Plan);

        var told = await place.RunAsync("run", "plan.yaml", "--run-id", "plain-1");

        Assert.DoesNotContain('\e', told.Out);
        Snapshot.Match(CommandLine.Normal(told.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task A_question_is_shown_filled_in_and_without_secrets(string how)
    {
        const string Asks = """
            name: asks
            inputs: { version: { type: string, default: "1.2" } }
            env: { API_TOKEN: sesame-opens-it }
            steps:
              count: { run: "echo 'count=7' > $TASKER_OUTPUT", outputs: { count: { reported: true } } }
              ask: { approve: "Publish ${{ inputs.version }} with ${{ steps.count.outputs.count }} changes by ${{ env.API_TOKEN }}?", needs: count, timeout: 1ms }
            """;
        using var place = new CommandLine().Write("plan.yaml", Asks);

        string[] run = ["run", "plan.yaml", "--run-id", "asks-1"];
        var told = await place.RunAsync(how.Length == 0 ? run : [.. run, how]);
        var history = await place.RunAsync("runs", "history", "asks-1");

        foreach (var shown in new[] { told.Out, history.Out })
        {
            Assert.Contains("Publish 1.2 with 7 changes by ***?", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("sesame-opens-it", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_failure_ends_is_told_once()
    {
        using var place = new CommandLine().Write("plan.yaml", """
            name: once
            steps:
              group:
                fail-fast: true
                steps:
                  bad: { run: exit 4 }
                  never: { run: 'true', needs: bad }
                  other: { run: exec tail -f /dev/null }
            """);

        var told = await place.RunAsync("run", "plan.yaml");

        Assert.Contains(" cancelled group/never (because of group/bad)\n", told.Out, StringComparison.Ordinal);
        Assert.Single(told.Out.Split('\n'), line => line.Contains(" group/never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_shows_failures_and_the_result_only()
    {
        using var place = new CommandLine().Write("plan.yaml", Plan);

        var told = await place.RunAsync("run", "plan.yaml", "--run-id", "plain-1", "--quiet");

        Snapshot.Match(CommandLine.Normal(told.ToString()));
    }

    [Fact]
    public async Task A_group_that_ran_out_of_time_says_so_at_the_end()
    {
        using var place = new CommandLine()
            .Write("plan.yaml",
                "name: late\nsteps:\n  slow:\n    timeout: 50ms\n    steps:\n      for-ever: { run: exec tail -f /dev/null }\n");

        var told = await place.RunAsync("run", "plan.yaml");

        Assert.Contains("✗ slow: Took longer than its time limit of 50ms\n", told.Out + told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Who_wants_no_colours_gets_none_and_nothing_that_moves(string variable, string value)
    {
        using var place = new CommandLine { IsTerminal = true }.Write("plan.yaml", Plan);
        place.Variables[variable] = value;

        string[] all = ["run plan.yaml", "runs list", "runs show last", "explain last", "runs history last", "run wrong.yaml", "rnu"];
        foreach (var arguments in all)
        {
            var told = await place.RunAsync(arguments.Split(' '));
            Assert.DoesNotContain('\e', told.Out + told.Error);
        }
    }

    [Fact]
    public async Task An_empty_NO_COLOR_means_nothing()
    {
        using var place = new CommandLine { IsTerminal = true };
        place.Variables["NO_COLOR"] = "";

        Assert.Contains('\e', (await place.RunAsync("rnu")).Error);
    }

    [Fact]
    public async Task A_terminal_gets_the_live_screen_and_its_cursor_back()
    {
        using var place = new CommandLine { IsTerminal = true }.Write("plan.yaml", Plan);

        var told = await place.RunAsync("run", "plan.yaml");

        Assert.Contains("\e[?25l", told.Out, StringComparison.Ordinal);
        Assert.True(told.Out.LastIndexOf("\e[?25h", StringComparison.Ordinal) > told.Out.LastIndexOf("\e[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CI_gets_plain_lines_even_on_a_terminal()
    {
        using var place = new CommandLine { IsTerminal = true }.Write("plan.yaml", Plan);
        place.Variables["CI"] = "true";

        Assert.DoesNotContain("\e[?25l", (await place.RunAsync("run", "plan.yaml")).Out, StringComparison.Ordinal);
    }
}
