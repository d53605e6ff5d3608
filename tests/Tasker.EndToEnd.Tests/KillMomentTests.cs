using Tasker.Core.Runs;
using Tasker.Executors.Processes;
using Tasker.Testing.Executors;

namespace Tasker.EndToEnd.Tests;

/// <summary>The command is killed while something special is under way.</summary>
public sealed class KillMomentTests
{
    [LinuxFact]
    public async Task While_a_step_waits_for_its_next_try()
    {
        using var binary = Binary($$"""
            name: moments
            steps:
              flaky:
                run: '{{Ledger.Begin}}; case $TASKER_ATTEMPT in */1|*/2) exit 5;; esac; {{Ledger.End}}'
                retry: { attempts: 3, delay: 700ms, factor: 1, jitter: 0 }
            """);
        var run = new KilledRun(binary, "plan.yaml");
        for (var i = 1; i <= 2; i++)
        {
            using var command = run.Start(Launch.Plain);
            await command.UntilAsync(lines => lines.Count(l => l.Contains("\"outcome\":\"failed\"", StringComparison.Ordinal)) >= i);
            command.Kill();
            await run.LookAsync(command, $"Waiting after try {i}");
        }

        Assert.Equal(RunStatus.Succeeded, (await run.FinishAsync()).Status);
        var facts = (await LeftJournal.ReadAsync(binary, KilledRun.Id))!.Value.Facts;
        var failed = facts.OfType<RunFact.AttemptEnded>().Where(f => f.End.Outcome is AttemptOutcome.Failed).ToArray();
        Assert.Equal(2, failed.Length);
        foreach (var fact in failed)
        {
            var next = facts.OfType<RunFact.AttemptStarted>().First(f => f.Attempt == fact.Attempt + 1);
            Assert.True(next.At >= fact.At + TimeSpan.FromMilliseconds(700), "The kill has cut its wait short.");
        }
    }

    [LinuxFact]
    public async Task While_a_step_waits()
    {
        using var binary = Binary("""
            name: moments
            steps:
              pause: { wait: 900ms }
            """);
        var run = new KilledRun(binary, "plan.yaml");
        for (var i = 0; i < 2; i++)
        {
            using var command = run.Start(Launch.Plain);
            if (i == 0)
            {
                await command.FactAsync("attempt.started", "pause");
            }

            command.Kill();
            await run.LookAsync(command, "Waiting");
        }

        var left = await run.FinishAsync();
        var facts = (await LeftJournal.ReadAsync(binary, KilledRun.Id))!.Value.Facts;
        var started = Assert.Single(facts.OfType<RunFact.AttemptStarted>());
        var ended = Assert.Single(facts.OfType<RunFact.AttemptEnded>());
        Assert.True(ended.At >= started.At + TimeSpan.FromMilliseconds(900), "The kill has cut it short.");
        Assert.Equal(RunStatus.Succeeded, left.Status);
    }

    [LinuxFact]
    public async Task In_the_middle_of_chunks()
    {
        using var binary = Binary($$"""
            name: moments
            steps:
              work:
                run: '{{Ledger.Begin}}; echo "$CHUNK_START" >> chunks; [ $CHUNK_START != 4 ] || [ -e go ] || { echo up > there; sleep 60; }; {{Ledger.End}}'
                chunks: { sizes: [2, 4, 4], checkpoint-every: 2 }
            """);
        var run = new KilledRun(binary, "plan.yaml");
        using (var command = run.Start(Launch.Plain))
        {
            await binary.UntilAsync("there", lines => lines.Length > 0);
            command.Kill();
            await run.LookAsync(command, "In a chunk");
        }

        binary.Write("go", "");
        Assert.Equal(RunStatus.Succeeded, (await run.FinishAsync()).Status);
        Assert.Equal(["0", "2", "4", "4", "6", "8"], binary.Lines("chunks"));
    }

    [LinuxFact]
    public async Task While_a_step_runs_in_the_background_which_is_found_again()
    {
        using var binary = Binary($"""
            name: moments
            steps:
              server:
                run: '{Ledger.Begin}; echo $$ >> pids; read line < gate; {Ledger.End}; exit 7'
                background: true
                on-failure: continue
            """);
        using var gate = new NamedPipe(binary.PathOf("gate"));
        var run = new KilledRun(binary, "plan.yaml");
        for (var i = 1; i <= 3; i++)
        {
            using var command = run.Start(Launch.Plain);
            await binary.UntilAsync("pids", lines => lines.Length > 0);
            command.Kill();
            await run.LookAsync(command, $"Background, kill {i}");
            Assert.True(LiveProcess.Is(Assert.Single(binary.Lines("pids"))), "It did not outlive its owner.");
        }

        using var last = run.Start(Launch.Plain);
        gate.Write("go");
        await run.LookAsync(last, "Background, at its end");
        Assert.Equal(RunStatus.Succeeded, run.Left!.Status);
        var node = run.Left.Find("server");
        Assert.Equal((7, 1), (run.Left.LastEndOf(node)?.ExitCode, run.Left.AttemptsOf(node)));
        Assert.Single(binary.Lines("pids"));
    }

    [LinuxFact]
    public async Task While_a_step_in_the_background_ends_unwatched_its_exit_code_is_true()
    {
        using var binary = Binary($"""
            name: moments
            steps:
              server: {"{"} run: '{Ledger.Begin}; echo $$ >> pids; read line < gate; echo end > ended; exit 9', background: true, on-failure: continue {"}"}
            """);
        using var gate = new NamedPipe(binary.PathOf("gate"));
        var run = new KilledRun(binary, "plan.yaml");
        using (var command = run.Start(Launch.Plain))
        {
            await binary.UntilAsync("pids", lines => lines.Length > 0);
            command.Kill();
            await run.LookAsync(command, "Background");
        }

        gate.Write("go");
        await binary.UntilAsync("ended", lines => lines.Length > 0);
        var left = await run.FinishAsync();
        Assert.Equal((9, 1), (left.LastEndOf(left.Find("server"))?.ExitCode, left.AttemptsOf(left.Find("server"))));
    }

    [LinuxFact]
    public async Task While_a_step_that_always_runs_tidies_up_after_an_abort()
    {
        using var binary = Binary($$"""
            name: moments
            steps:
              build: { run: 'echo $$ >> pids; {{Ledger.Begin}}; sleep 60; {{Ledger.End}}' }
              tidy: { run: '{{Ledger.Begin}}; [ -e go ] || { echo up > there; sleep 60; }; {{Ledger.End}}', always: true, needs: { build: ended } }
            """);
        var run = new KilledRun(binary, "plan.yaml");
        using (var command = run.Start(Launch.Plain))
        {
            await binary.UntilAsync("pids", lines => lines.Length > 0);
            var (exit, _, error) = await binary.RunAsync("runs", "abort", KilledRun.Id);
            Assert.True(exit == 0, error);
            await binary.UntilAsync("there", lines => lines.Length > 0);
            command.Kill();
            await run.LookAsync(command, "Tidying up");
        }

        binary.Write("go", "");
        Assert.Equal(RunStatus.Aborted, (await run.FinishAsync()).Status);
        Assert.Equal(["killed/build/1", "killed/tidy/1", "killed/tidy/2"], Ledger.Of(binary).Begun.ToArray());
        LiveProcess.NoneOf(binary.Lines("pids"));
    }

    [KillPointFact]
    public async Task In_the_middle_of_its_recovery_with_lost_attempts_still_alive()
    {
        using var binary = Binary($$"""
            name: moments
            steps:
              work:
                foreach: [1, 2, 3, 4]
                run: '{{Ledger.Begin}}; echo $$ >> pids; [ -e go ] || { setsid sh -c "echo \$\$ >> pids; sleep 61" & sleep 60; }; {{Ledger.End}}'
            """);
        var run = new KilledRun(binary, "plan.yaml");
        using (var command = run.Start(Launch.Plain))
        {
            await binary.UntilAsync("pids", lines => lines.Length >= 8);
            command.Kill();
            await run.LookAsync(command, "At work");
        }

        var lost = binary.Lines("pids");
        Assert.Equal(8, lost.Count(LiveProcess.Is));
        binary.Write("go", "");
        foreach (var (call,
            nth) in new[] { ("pwrite64", 1), ("getdents64", 3), ("kill", 1), ("kill", 2), ("pidfd_send_signal", 1), ("pwrite64", 4) })
        {
            using var command = run.Start(KillPoint.At(call, nth));
            await run.LookAsync(command, $"In recovery, at {call} {nth}");
        }

        Assert.Equal(RunStatus.Succeeded, (await run.FinishAsync()).Status);
        LiveProcess.NoneOf(lost);
        Assert.DoesNotContain(Strays.Find(binary.Folder), s => s.RunId == KilledRun.Id && lost.Contains($"{s.ProcessId}"));
    }

    private static RealBinary Binary(string plan)
    {
        var binary = new RealBinary();
        binary.Write("plan.yaml", plan);
        return binary;
    }
}
