using System.Text.Json;
using Tasker.Hosting;

namespace Tasker.EndToEnd.Tests;

/// <summary>The real command with tasks of phases and scripted agents: the examples, a kill, and control from another process.</summary>
public sealed class PhaseTests
{
    private static readonly string[] Meeting =
        ["-i", "ticker=BTC", "-i", "amount=10000", "-i", "timeHorizon=30 days", "-i", "riskTolerance=medium"];

    [Fact]
    public async Task The_committee_decides_offline_and_tells_its_events()
    {
        using var binary = RealBinary.OfExample("committee");

        var result = await binary.RunAsync(["run", "committee", "--tasks-dir", "tasks", "--events", .. Meeting]);

        Assert.True(result.ExitCode == 0, result.Error);
        var events = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        Assert.Equal(("execution:start", "execution:complete"), (Name(events[0]), Name(events[^1])));
        Assert.Equal(
            ["Activation", "Analysis", "Round Table", "Debate", "Validation", "Consensus", "Verdict"],
            events.Where(e => Name(e) == "phase:complete").Select(e => e.GetProperty("phase").GetString()));
        var end = events[^1].GetProperty("result");
        Assert.Equal("Buy, at half of the amount, and sell when a quarter is lost.", end.GetProperty("verdict").GetString());
        Assert.Equal("BUY", end.GetProperty("results").GetProperty("Consensus").GetProperty("vote").GetProperty("winner").GetString());
        Assert.Equal("buy half", end.GetProperty("phases").GetProperty("Verdict").GetProperty("Actions")[0].GetString());
        Assert.InRange(
            events.Where(e => Name(e) == "agent:complete").Select(e => e.GetProperty("agent").GetString()).Distinct().Count(), 10, 15);
    }

    [Theory]
    [InlineData("Why is BTC up?", "market-analyst sentiment-analyst")]
    [InlineData("Should I sell?", "risk-manager portfolio-manager")]
    public async Task The_question_of_the_day_is_answered_by_those_who_know_about_it(string question, string chosen)
    {
        using var binary = RealBinary.OfExample("daily-market");

        var result = await binary.RunAsync("run", "daily-market", "--events", "-i", $"question={question}");

        Assert.True(result.ExitCode == 0, result.Error);
        var asked = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e => Name(e) == "agent:start" && e.GetProperty("phase").GetString() == "Contextual Agent Selection")
                .Select(e => e.GetProperty("agent").GetString());
        Assert.Equal(chosen.Split(' ').Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Wrong_input_is_told_all_at_once_and_nothing_is_run()
    {
        using var binary = RealBinary.OfExample("committee");

        var result = await binary.RunAsync("run", "committee", "-i", "ticker=BTC", "-i", "amount=much");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'much' is no number", result.Error, StringComparison.Ordinal);
        Assert.Contains("'timeHorizon' is missing", result.Error, StringComparison.Ordinal);
        Assert.Contains("'riskTolerance' is missing", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(binary.StorePath));
        Assert.Contains("was not found", (await binary.RunAsync("run", "comittee")).Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_run_that_is_killed_again_and_again_asks_nobody_twice_who_has_answered()
    {
        using var binary = new RealBinary();
        Script(binary, """
            mark="killed-$TASKER_AGENT"
            if [ ! -e "$mark" ]; then : > "$mark"; kill -9 "$(cat owner)"; exit 1; fi
            echo "$TASKER_AGENT" >> ran
            echo "Position: BUY"
            """);
        binary.Write("task.md", """
            ```yaml
            retry: {maxAttempts: 3, backoffMs: 10}
            ```
            ## Phase: One
            ### Steps
            - custom note
            - agent: ann - first
            ## Phase: Two
            dependsOn: One
            parallel: false
            ### Steps
            - agent: bob - second
            - agent: eve - third
            - aggregate: consensus
            """);

        var result = await StartAsync(binary, "run", "task.md", "--run-id", "killed", "-q");
        var kills = 0;
        while (result.ExitCode != 0)
        {
            Assert.True(result.ExitCode == 137 && ++kills < 10, $"{result.ExitCode} after {kills} kills: {result.Error}");
            result = await StartAsync(binary, "runs", "resume", "killed");
        }

        Assert.True(kills >= 3, $"Only {kills} kills happened; the test shows nothing.");
        Assert.Equal(["ann", "bob", "eve"], binary.Lines("ran"));
        Assert.Contains("\"verdict\"", (await binary.RunAsync("runs", "show", "killed", "--json")).Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_program_goes_on_with_what_the_command_line_began()
    {
        using var binary = new RealBinary();
        Script(binary, """
            if [ "$TASKER_AGENT" = bob ] && [ ! -e killed ]; then : > killed; kill -9 "$(cat owner)"; exit 1; fi
            echo "$TASKER_AGENT" >> ran
            echo "Position: from $TASKER_AGENT"
            """);
        Directory.CreateDirectory(binary.PathOf("tasks"));
        binary.Write(
            "tasks/begun.md",
            "## Phase: One\n### Steps\n- agent: ann - first\n## Phase: Two\ndependsOn: One\n### Steps\n- agent: bob - She said: "
                + "{{phases.One.agentResponses.ann.response}}\n");
        Assert.Equal(137, (await StartAsync(binary, "run", "begun", "--run-id", "begun", "-q")).ExitCode);

        await using var executor = new TaskExecutor(new TaskExecutorOptions { Root = binary.Folder });
        var execution = await executor.ResumeFromHistoryAsync("begun");
        var end = await execution!.Completion.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(ExecutionStatus.Completed, end.Status);
        Assert.Equal("Position: from bob", end.Verdict!.Value.GetString());
        Assert.Contains("She said: Position: from ann", binary.Lines("prompt-bob"));
        Assert.Equal(["ann", "bob"], binary.Lines("ran"));
        Assert.Contains("done", (await binary.RunAsync("runs", "show", "begun")).Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Another_process_pauses_resumes_and_aborts_it()
    {
        using var binary = new RealBinary();
        Script(binary, """
            echo "$TASKER_AGENT" >> asked
            read _ < "go-$TASKER_AGENT"
            echo "yes"
            """);
        binary.Write("task.md", "## Phase: One\n### Steps\n- agent: ann - x\n## Phase: Two\ndependsOn: One\n### Steps\n- agent: bob - x\n");
        await Shell(binary, "mkfifo go-ann go-bob");

        using var run = binary.Start("run", "task.md", "--run-id", "steered", "-q");
        await binary.UntilAsync("asked", lines => lines.Contains("ann"));
        Assert.Equal(0, (await binary.RunAsync("runs", "pause", "steered")).ExitCode);
        await Shell(binary, "echo > go-ann");
        Assert.DoesNotContain("bob", binary.Lines("asked"));
        Assert.Equal(0, (await binary.RunAsync("runs", "resume", "steered")).ExitCode);
        await binary.UntilAsync("asked", lines => lines.Contains("bob"));
        Assert.Equal(0, (await binary.RunAsync("runs", "abort", "steered")).ExitCode);

        var end = await run.EndAsync();
        Assert.Equal(1, end.ExitCode);
        var summary =
            JsonDocument.Parse((await binary.RunAsync("runs", "show", "steered", "--json")).Output).RootElement.GetProperty("execution");
        Assert.Equal("aborted", summary.GetProperty("status").GetString());
        Assert.Equal(
            ["completed", "aborted"], summary.GetProperty("phases").EnumerateArray().Select(p => p.GetProperty("status").GetString()));
        Assert.NotEqual(0, (await binary.RunAsync("runs", "pause", "steered")).ExitCode);
    }

    private static string? Name(JsonElement told) => told.GetProperty("event").GetString();

    private static async Task<(int ExitCode, string Output, string Error)> StartAsync(RealBinary binary, params string[] arguments)
    {
        // The shell writes down its own id and becomes the command, so that the agent can kill exactly that process.
        return await binary.RunAsync(new Launch { Wrapper = ["sh", "-c", "echo $$ > owner; exec \"$@\"", "sh"] }, arguments);
    }

    private static async Task Shell(RealBinary binary, string line)
    {
        using var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = binary.Folder })!;
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }

    private static void Script(RealBinary binary, string body)
    {
        binary.Write("agent.sh", $"#!/bin/sh\ncat > \"prompt-$TASKER_AGENT\"\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(binary.PathOf("agent.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        binary.Write("tasker.yaml", "agents:\n  ann: &script {command: ./agent.sh}\n  bob: *script\n  eve: *script\n");
    }
}
