using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary><c>tasker tui</c> on a real terminal: keys, signals, and the terminal afterwards.</summary>
public sealed class LiveScreenTests
{
    private const string TakesTerminal = "\e[?1049h";
    private const string GivesBack = "\e[?25h\e[?1049l";

    [TerminalFact]
    public async Task A_plan_is_halted_with_keys_and_the_terminal_is_as_it_was()
    {
        using var project = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002: T001");
        using var terminal =
            Open(project.Binary, "stty rows 24 cols 100; stty -g > before; \"$TASKER\" tui; echo \"exit-$?\"; stty -g > after");
        await terminal.UntilAsync(TakesTerminal);
        await terminal.UntilAsync("q quit");

        terminal.Type("hy");
        await terminal.UntilAsync("Why?");
        terminal.Type("weekend\r");
        await terminal.UntilAsync("HALTED: weekend");
        terminal.Type("q");
        await terminal.UntilAsync(GivesBack);

        Assert.Contains("exit-0", await terminal.EndAsync(), StringComparison.Ordinal);
        Assert.Equal(project.Lines("before"), project.Lines("after"));
        Assert.True(project.State.GetProperty("halt").GetProperty("requested").GetBoolean());
    }

    [TerminalFact]
    public async Task A_signal_gives_the_terminal_back_and_ends_with_130()
    {
        using var project = await PlanProject.CreateAsync(PlanProject.Succeed, "T001");
        using var terminal = Open(project.Binary,
            "stty rows 24 cols 100; stty -g > before; sh -c 'echo $$ > pid; exec \"$TASKER\" tui'; echo \"exit-$?\"; stty -g > after");
        await terminal.UntilAsync(TakesTerminal);
        await terminal.UntilAsync("q quit");

        using (var kill = Process.Start("kill", ["-TERM", project.Lines("pid")[0]]))
        {
            await kill.WaitForExitAsync();
        }

        await terminal.UntilAsync(GivesBack);
        Assert.Contains("exit-130", await terminal.EndAsync(), StringComparison.Ordinal);
        Assert.Equal(project.Lines("before"), project.Lines("after"));
    }

    [TerminalFact]
    public async Task A_run_that_was_left_is_hosted_in_the_background_and_ends_there()
    {
        using var binary = new RealBinary();
        binary.Write("plan.yaml",
            "name: left\nsteps:\n  gate: until [ -e open ]; do sleep 0.05; done\n  then: { run: echo done > done, needs: gate }\n");
        using (var owner = binary.Start("run", "plan.yaml", "--run-id", "left-1", "--json"))
        {
            await owner.FactAsync("attempt.started", "gate");
            owner.Kill();
            await owner.EndAsync();
        }

        using var terminal = Open(binary, "stty rows 24 cols 100; \"$TASKER\" tui; echo \"exit-$?\"");
        await terminal.UntilAsync("q quit");
        terminal.Type("r");
        await terminal.UntilAsync("Nobody hosts run left-1");
        terminal.Type("y");
        await terminal.UntilAsync("left-1 runs in the background.");
        binary.Write("open", "");
        await terminal.UntilAsync("succeeded");
        terminal.Type("q");

        Assert.Contains("exit-0", await terminal.EndAsync(), StringComparison.Ordinal);
        Assert.Equal(["done"], binary.Lines("done"));
    }

    private static PseudoTerminal Open(RealBinary binary, string line) => new(binary.Folder, RealBinary.Binary, line);
}
