using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>The command that runs a task of phases is killed at any time at all; and two runs of one task at once.</summary>
public sealed class PhaseKillTests
{
    private static int Kills => RealBinary.IsSlow ? 9 : 4;

    private const string Plan = """
        ```yaml
        name: meeting
        retry: {maxAttempts: 20, backoffMs: 1}
        requirements: {about: string}
        ```
        ## Phase: Views
        ### Steps
        - agent: ann - what {{input.about}} is worth
        - agent: bob - what {{input.about}} costs
        - agent: eve - what {{input.about}} risks
        - aggregate: responses
        ## Phase: Talk
        dependsOn: Views
        parallel: false
        ### Steps
        - agent: ann - answer {{phases.Views.outputs.bob}}
        - agent: bob - answer the others
        - agent: eve - answer the others
        ## Phase: Aside
        dependsOn: Views
        ### Steps
        - agent: ann - an aside
        - agent: bob - an aside
        ## Phase: End
        dependsOn: [Talk, Aside]
        ### Steps
        - agent: eve - decide
        - agent: ann - decide
        - aggregate: consensus
        """;

    private static int Runs => RealBinary.IsSlow ? 30 : 1;

    [LinuxFact]
    public async Task A_task_of_phases_killed_at_any_time_ends_as_if_nothing_had_happened()
    {
        string[] expected;
        using (var undisturbed = Binary(isHeld: false))
        {
            expected = FinalState.Of(await new KilledRun(undisturbed, new Witness(undisturbed, "one"), Begin("one"), Begin("one"))
                .FinishAsync());
        }

        for (var seed = 1; seed <= Runs; seed++)
        {
            using var binary = Binary(isHeld: true);
            var run = new KilledRun(binary, new Witness(binary, "one"), Begin("one"), ["runs", "resume", "one", "--json"]);
            await run.KillHeldAsync($"Seed {seed}");
            await run.KillAsync(new Random(seed), Kills, further: 3, $"Seed {seed}");
            var last = await run.FinishAsync();
            Assert.True(expected.SequenceEqual(FinalState.Of(last)), $"Seed {seed}: {FinalState.Difference(expected, last)}");
        }
    }

    [LinuxFact]
    public async Task Two_runs_of_one_task_at_once_keep_apart()
    {
        using var binary = Binary(isHeld: false);
        var results = await Task.WhenAll(binary.RunAsync(Begin("one")), binary.RunAsync([.. Begin("two")[..^1], "--quiet"]));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Error));
        var begun = Ledger.Of(binary).Begun;
        foreach (var run in new[] { "one", "two" })
        {
            Assert.Equal(10, begun.Count(key => key.StartsWith($"{run}/", StringComparison.Ordinal)));
            using var shown = JsonDocument.Parse((await binary.RunAsync("runs", "show", run, "--json")).Output);
            Assert.Equal("completed", shown.RootElement.GetProperty("execution").GetProperty("status").GetString());
        }

        var refused = await binary.RunAsync(Begin("one"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("'one'", refused.Error, StringComparison.Ordinal);
    }

    private static string[] Begin(string run) => ["run", "task.md", "--run-id", run, "-i", "about=BTC", "--json"];

    private static RealBinary Binary(bool isHeld)
    {
        var binary = new RealBinary();
        binary.Write("task.md", Plan);
        binary.Write("agent.sh", $"""
            cat > /dev/null
            {Ledger.Begin}
            {Ledger.Hold}
            sleep 0.1
            {Ledger.End}
            echo "Position: BUY"
            echo "Confidence: 80%"
            """);
        if (!isHeld)
        {
            binary.Write(Ledger.Gate, "");
        }

        binary.Write("tasker.yaml", "agents:\n  ann: &script {command: [sh, agent.sh]}\n  bob: *script\n  eve: *script\n");
        return binary;
    }
}
