namespace Tasker.EndToEnd.Tests;

/// <summary>Processes that do not want to end with their step.</summary>
public sealed class SurvivorTests
{
    /// <summary>
    /// Each of them writes its id down first, and none heeds SIGTERM: in the session, in another one, orphaned twice over.
    /// </summary>
    private const string Unruly = """
        trap "" TERM HUP INT
        setsid sh -c 'trap "" TERM HUP INT; echo $$ >> pids; while :; do sleep 60; done' &
        (sh -c 'trap "" TERM; echo $$ >> pids; while :; do sleep 60; done' &)
        (setsid sh -c '(sh -c "trap \"\" TERM; echo \$\$ >> pids; while :; do sleep 60; done" &)' &)
        echo $$ >> pids
        while :; do sleep 60; done
        """;

    private const int Count = 4;

    [LinuxFact]
    public async Task None_is_left_after_an_abort()
    {
        using var binary = Binary("timeout: 10m");
        using var command = binary.Start("run", "plan.yaml", "--run-id", "unruly", "-q");
        await binary.UntilAsync("pids", lines => lines.Length == Count);
        Assert.All(binary.Lines("pids"), p => Assert.True(LiveProcess.Is(p)));
        var (exit, _, error) = await binary.RunAsync("runs", "abort", "unruly");
        Assert.True(exit == 0, error);
        Assert.Equal(1, (await command.EndAsync()).ExitCode);
        LiveProcess.NoneOf(binary.Lines("pids"));
    }

    [LinuxFact]
    public async Task None_is_left_after_a_time_out()
    {
        using var binary = Binary("timeout: 2s");
        var (exit, output, _) = await binary.RunAsync("run", "plan.yaml", "--run-id", "unruly", "-q");
        Assert.Equal(1, exit);
        Assert.Contains("time", output, StringComparison.OrdinalIgnoreCase);
        LiveProcess.NoneOf(binary.Lines("pids"));
    }

    [LinuxFact]
    public async Task None_is_left_when_its_owner_was_killed_and_the_next_one_takes_the_run_up()
    {
        using var binary = Binary("timeout: 10m");
        using (var command = binary.Start("run", "plan.yaml", "--run-id", "unruly", "-q"))
        {
            await binary.UntilAsync("pids", lines => lines.Length == Count);
            command.Kill();
            await command.EndAsync();
        }

        var lost = binary.Lines("pids");
        Assert.All(lost, p => Assert.True(LiveProcess.Is(p)));
        binary.Write("go", "");
        var (exit, _, error) = await binary.RunAsync("runs", "resume", "unruly");
        Assert.True(exit == 0, error);
        LiveProcess.NoneOf(lost);
    }

    private static RealBinary Binary(string limit)
    {
        var binary = new RealBinary();
        binary.Write("tasker.yaml", "limits: { grace: 300ms }\n");
        binary.Write("unruly.sh", Unruly);
        binary.Write("plan.yaml", $"name: unruly\nsteps:\n  work:\n    run: '[ -e go ] || . ./unruly.sh'\n    {limit}\n");
        return binary;
    }
}
