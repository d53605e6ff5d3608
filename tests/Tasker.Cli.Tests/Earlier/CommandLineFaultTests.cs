namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations on the command line: where they looked, what they said, with which exit code.</summary>
public sealed class CommandLineFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Theory]
    [InlineData("state nonsense")]
    [InlineData("state task nonsense T001")]
    [InlineData("bundle nonsense")]
    [InlineData("spec review nonsense.md")]
    [InlineData("state task start")]
    [InlineData("state log-tokens one two three four")]
    [InlineData("state halt --nonsense")]
    public async Task An_error_is_one_line_said_once_and_the_exit_code_tells_of_it(string command)
    {
        await _plan.BeginAsync();

        var said = await _plan.RefusedAsync(command);

        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("state status")]
    [InlineData("state ready")]
    [InlineData("state advance")]
    [InlineData("state task start T001")]
    [InlineData("state task complete T001")]
    [InlineData("state task fail T001 x")]
    [InlineData("state task retry T001")]
    [InlineData("state log-tokens one 1 2 0.5")]
    [InlineData("state halt")]
    [InlineData("state metrics")]
    [InlineData("state load-tasks")]
    [InlineData("evaluate")]
    [InlineData("bundle generate T001")]
    [InlineData("archive planning shop")]
    public async Task Without_a_plan_each_command_says_how_to_begin_one(string command)
    {
        Assert.Contains("tasker state init", await _plan.RefusedAsync(command), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_plan.Folder, ".tasker")));
    }

    [Theory]
    [InlineData("state status")]
    [InlineData("state ready")]
    [InlineData("evaluate")]
    [InlineData("archive list")]
    [InlineData("validate dag")]
    [InlineData("bundle list")]
    [InlineData("state halt-status")]
    [InlineData("state check-halt")]
    public async Task The_folder_of_the_plan_is_found_alike_by_every_command(string command)
    {
        _plan.Write("elsewhere/x", "");
        await _plan.OkAsync("-p elsewhere/.tasker state init elsewhere");
        await _plan.OkAsync("-p elsewhere/.tasker state set-phase ready");

        var told = await _plan.RunAsync($"-p elsewhere/.tasker {command}");
        var behind = await _plan.RunAsync($"{command} --planning-dir elsewhere/.tasker");

        Assert.Equal((told.ExitCode, told.Out), (behind.ExitCode, behind.Out));
        Assert.DoesNotContain("no plan", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_what_happens_lies_beside_the_plan_one_line_an_entry()
    {
        await _plan.BeginAsync();

        await _plan.OkAsync("log-activity INFO planner start 'first\nsecond'");

        var line = Assert.Single(_plan.Read(".tasker/logs/activity.log").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            entry => entry.Contains("planner", StringComparison.Ordinal));
        Assert.EndsWith(@"[INFO] [planner] start: first\nsecond", line, StringComparison.Ordinal);
    }
}
