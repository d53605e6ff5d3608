using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Executors.Processes;
using Tasker.Executors.Tests.Processes;
using Tasker.Testing.Conformance;

namespace Tasker.Executors.Tests.Agents;

public sealed class AgentExecutorTests : ExecutorConformance
{
    private readonly ProcessHost _host;
    private readonly AgentExecutor _agent;

    public AgentExecutorTests()
    {
        _host = Platforms.Host(PlatformKind.Native, Time);
        _agent = Agent(Settings("sh"));
    }

    protected override IExecutor Executor => _agent;

    // The stub runs its prompt: the text is the test's own.
    protected override StepAction Succeeding => Ask("echo done");

    protected override StepAction Failing => Ask("exit 3");

    protected override string? Written => "done\n";

    protected override StepAction Enduring(string pipe) => Ask($"echo up > {pipe}; exec sleep 1000");

    protected override void Dispose(bool disposing)
    {
        _host.Dispose();
        base.Dispose(disposing);
    }

    private static StepAction.Agent Ask(string prompt, string name = "", params string[] skills) =>
        new(name, prompt, [.. skills], null, ImmutableSortedDictionary<string, string>.Empty);

    private static AgentSettings Settings(string command, params string[] arguments) =>
        new() { Name = "stub", Command = command, Arguments = [.. arguments] };

    private AgentExecutor Agent(params AgentSettings[] agents) => new(_host, new ProjectSettings
    {
        Agents = agents.ToImmutableSortedDictionary(a => a.Name, a => a, StringComparer.Ordinal),
        Secrets = ["PLAIN"],
    });

    private Task<AttemptEnd> AskAsync(AgentExecutor agent, StepAction.Agent action, Func<AttemptOrder, AttemptOrder>? change = null)
    {
        var order = Place.Order(action);
        return agent.RunAsync(change is null ? order : change(order), Recorder, CancellationToken.None).WaitAsync(Guard);
    }

    [Fact]
    public async Task The_answer_is_what_it_said_and_its_lines_are_told_as_they_come()
    {
        var end = await AskAsync(_agent, Ask("echo thinking >&2; echo one; echo two"));

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
        Assert.Equal(Value.Of("one\ntwo"), end.Outputs["answer"]);
        Assert.Equal(["one", "two"], Recorder.Lines);
        Assert.Null(end.Usage);
    }

    [Fact]
    public async Task Result_usage_and_cost_are_read_from_the_last_line()
    {
        var end = await AskAsync(_agent, Ask("""
            echo '{"type":"assistant"}'
            printf '%s' '{"type":"result","is_error":false,"result":"All done.","total_cost_usd":0.0125,'
            printf '%s\n' '"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":7}}'
            """));

        Assert.Equal(Value.Of("All done."), end.Outputs["answer"]);
        Assert.Equal(new AgentUsage(330, 7, 0.0125m), end.Usage);
    }

    [Fact]
    public async Task An_agent_that_says_that_it_failed_has_failed_though_its_exit_code_is_0()
    {
        var end = await AskAsync(_agent, Ask("""echo '{"result":"no credit","is_error":true,"total_cost_usd":1}'"""));

        Assert.Equal((AttemptOutcome.Failed, 0), (end.Outcome, end.ExitCode));
        Assert.Equal("The agent says that it failed: no credit", end.Message);
        Assert.Equal(new AgentUsage(0, 0, 1m), end.Usage);
    }

    [Fact]
    public async Task Promised_outputs_are_checked()
    {
        var end = await AskAsync(
            _agent, Ask("echo I wrote the report."), o => o with { Outputs = [new OutputSpec("report", OutputKind.File, "report.md")] });

        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.Equal("Promised output 'report' is missing: there is no 'report.md'.", end.Message);
        Assert.Equal(Value.Of("I wrote the report."), end.Outputs["answer"]);
    }

    [Fact]
    public async Task The_prompt_is_agent_file_skills_and_prompt()
    {
        Place.Write(".claude/agents/AGENT.md", "---\nname: \"careful\"\ndescription: x\nmodel: opus\n---\n\nBe careful.\n");
        Place.Write(".claude/skills/writing/SKILL.md", "---\nname: writing\n---\nWrite well.\n");
        var agent = Agent(Settings("cat") with { ModelArguments = ["--no-such-{model}"] });
        var printing = Agent(Settings("echo") with { ModelArguments = ["--model", "{model}"] });

        var answer = await AskAsync(Agent(Settings("cat")), Ask("Do it.", "careful", "writing"));
        var arguments = await AskAsync(printing, Ask("Do it.", "careful"));
        var wrong = await AskAsync(agent, Ask("Do it.", "careful"));

        Assert.Equal(
            Value.Of("Be careful.\n\n# Skill: .claude/skills/writing/SKILL.md\n\n---\nname: writing\n---\nWrite well.\n\n# Task\n\nDo it."),
            answer.Outputs["answer"]);
        Assert.Equal(Value.Of("--model opus"), arguments.Outputs["answer"]);
        Assert.Equal(AttemptOutcome.Failed, wrong.Outcome);
    }

    [Fact]
    public async Task A_prompt_can_be_an_argument_or_a_file()
    {
        var asArgument = Agent(Settings("printf", "%s|", "-p", "{prompt}", "-") with { Prompt = PromptBy.Argument });
        var added = Agent(Settings("printf", "%s|") with { Prompt = PromptBy.Argument });
        var asFile = Agent(Settings("cat", "{prompt}") with { Prompt = PromptBy.File });

        Assert.Equal(Value.Of("-p|$(id) {model}|-|"), (await AskAsync(asArgument, Ask("$(id) {model}"))).Outputs["answer"]);
        Assert.Equal(Value.Of("a b|"), (await AskAsync(added, Ask("a b"))).Outputs["answer"]);
        Assert.Equal(Value.Of("in a file"), (await AskAsync(asFile, Ask("in a file"))).Outputs["answer"]);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_for_an_argument_is_refused_with_the_remedy()
    {
        var long300 = new string('x', 300_000);

        var refused = await AskAsync(Agent(Settings("echo") with { Prompt = PromptBy.Argument }), Ask(long300));
        var byStdin = await AskAsync(Agent(Settings("wc", "-c")), Ask(long300));

        Assert.Equal(
            "The prompt is too long for an argument (300000 bytes). Set 'prompt: stdin' or 'prompt: file' for the "
                + "agent 'stub' in tasker.yaml.",
            refused.Message);
        Assert.Equal(Value.Of("300000"), byStdin.Outputs["answer"]);
    }

    [Fact]
    public async Task An_agent_is_given_its_own_variables_and_the_secrets_among_them_are_masked()
    {
        var agent = Agent(Settings("sh") with
        {
            PassEnv = ["SERVICE_TOKEN"],
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("PLAIN", "plain-secret").Add("MODE", "agent"),
        });
        var order = Place.Order(Ask("echo $SERVICE_TOKEN $PLAIN $MODE $STEP plain-secret")) with
        {
            Env = ImmutableSortedDictionary<string, string>.Empty.Add("STEP", "step"),
        };

        var end = await agent.RunAsync(order, Recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal(Value.Of("*** *** agent step ***"), end.Outputs["answer"]);
        Assert.Equal(["*** *** agent step ***"], Recorder.Lines);
        Assert.All(
            Directory.GetFiles(Place.Logs), f => Assert.DoesNotContain("plain-secret", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Being_asked_to_stop_is_an_interrupt_and_not_a_success_whatever_the_agent_says()
    {
        using var pipe = Place.Pipe("up");
        using var stop = new CancellationTokenSource();
        var order = Place.Order(Ask(
            $"trap 'echo interrupted; exit 0' INT; trap 'exit 9' TERM; sh -c 'echo up > {pipe.Path}; exec sleep 1000' & wait $!"));
        var running = _agent.RunAsync(order, Recorder, stop.Token);
        await pipe.NextLineAsync();

        await stop.CancelAsync();
        var end = await running.WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Cancelled, 0), (end.Outcome, end.ExitCode));
        Assert.Equal(Value.Of("interrupted"), end.Outputs["answer"]);
    }

    [Fact]
    public async Task All_that_is_missing_is_told_at_once_with_what_may_have_been_meant()
    {
        Place.Write(".claude/agents/careful.md", "Be careful.");
        Place.Write(".claude/skills/writing/SKILL.md", "Write well.");

        var unknown = await AskAsync(_agent, Ask("x", "carefull", "writting", "no-such"));
        var none = await AskAsync(Agent(), Ask("x"));
        var two = await AskAsync(Agent(Settings("a"), Settings("b") with { Name = "other" }), Ask("x"));

        Assert.Equal(
            "There is no agent 'carefull'. Did you mean 'careful'? "
            + "There is no skill 'writting'. .claude/skills holds: writing. Did you mean 'writing'? "
            + "There is no skill 'no-such'. .claude/skills holds: writing. Use one of them, or add .claude/skills/no-such/SKILL.md.",
            unknown.Message);
        Assert.Equal("No agent is configured. Name one under 'agents:' in tasker.yaml.", none.Message);
        Assert.Equal("No default agent is chosen. Set 'default-agent:' in tasker.yaml to one of: other, stub.", two.Message);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure_with_its_name()
    {
        var end = await AskAsync(Agent(Settings("no-such-agent")), Ask("x"));

        Assert.Equal((AttemptOutcome.Failed, 127), (end.Outcome, end.ExitCode));
        Assert.StartsWith("'no-such-agent' was not found on PATH.", end.Message, StringComparison.Ordinal);
    }
}
