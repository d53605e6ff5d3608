using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Known answers, fallbacks and answers in a form, as people meet them.</summary>
public sealed class AgentTests
{
    private const string Settings = """
        agents:
          gone: { command: no-such-agent, fallback: analyst }
          analyst:
            command: [sh, -c, "cat > prompt.txt; echo asked >> asked.txt; cat answer.txt"]
            cache: 1h
        default-agent: gone

        """;

    private const string Workflow = """
        steps:
          vote:
            prompt: Shall we?
            schema: { type: object, required: [verdict], properties: { verdict: { enum: [approve, reject] } } }
          buy: { run: "echo bought >> bought.txt", needs: [vote], if: steps.vote.outputs.value.verdict == 'approve' }

        """;

    private static CommandLine Project(string answer) =>
        new CommandLine().Write("tasker.yaml", Settings).Write("workflow.yaml", Workflow).Write("answer.txt", answer);

    [Fact]
    public async Task A_known_answer_is_given_again_unless_agents_are_asked_anew()
    {
        using var line = Project("Well: {\"verdict\":\"approve\"}");

        var runs = new[]
        {
            await line.RunAsync("run", "."), await line.RunAsync("run", "."), await line.RunAsync("run", ".", "--no-cache"),
        };
        var history = await line.RunAsync("runs", "history", "last", "--json");

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
        Assert.Equal("asked\nasked\n", line.Read("asked.txt"));
        Assert.Equal("bought\nbought\nbought\n", line.Read("bought.txt"));
        Assert.Contains("\"agent\":\"analyst\"", history.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"cached\":true", history.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_says_that_an_answer_was_known_and_cost_nothing()
    {
        using var line = Project("""{"verdict":"reject"}""");
        await line.RunAsync("run", ".");

        await line.RunAsync("run", ".");
        var history = await line.RunAsync("runs", "history", "last", "--json");
        var logs = await line.RunAsync("runs", "logs", "last", "vote");

        Assert.Contains("\"cached\":true", history.Out, StringComparison.Ordinal);
        Assert.Contains("\"usage\":{\"inputTokens\":0,\"outputTokens\":0,\"costUsd\":0}", history.Out, StringComparison.Ordinal);
        Assert.Contains("nobody was asked", logs.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(line.Folder, "bought.txt")));
    }

    [Fact]
    public async Task An_answer_that_stays_wrong_fails_its_step()
    {
        using var line = Project("approve");

        var run = await line.RunAsync("run", ".");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("also when asked once more", run.ToString(), StringComparison.Ordinal);
        Assert.Equal("asked\nasked\n", line.Read("asked.txt"));
        Assert.Contains("the answer holds no JSON value", line.Read("prompt.txt"), StringComparison.Ordinal);
    }
}
