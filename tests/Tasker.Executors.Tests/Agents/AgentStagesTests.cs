using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Executors.Processes;
using Tasker.Executors.Tests.Processes;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Agents;

/// <summary>What stands between a question and its answer.</summary>
public sealed class AgentStagesTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly Value Verdict =
        ValueJson.Read("""{"type":"object","required":["verdict"],"properties":{"verdict":{"enum":["yes","no"]}}}""");

    private readonly ManualTime _time = new();
    private readonly Workplace _place = new();
    private readonly AttemptRecorder _recorder = new();
    private readonly ProcessHost _host;

    public AgentStagesTests() => _host = Platforms.Host(PlatformKind.Native, _time);

    private string CacheFolder => _place.At(".tasker", "answers");

    public void Dispose()
    {
        _host.Dispose();
        _place.Dispose();
    }

    /// <summary>An agent that is a line of shell; its prompt is its standard input.</summary>
    private static AgentSettings Line(string name, string line) => new() { Name = name, Command = "sh", Arguments = ["-c", line] };

    private static StepAction.Agent Ask(string prompt, string name = "", Value? schema = null) =>
        new(name, prompt, [], null, ImmutableSortedDictionary<string, string>.Empty, schema);

    private AgentExecutor Executor(bool readsCache, params AgentSettings[] agents) => new(
        _host,
        new ProjectSettings
        {
            Agents = agents.ToImmutableSortedDictionary(a => a.Name, a => a, StringComparer.Ordinal),
            DefaultAgent = agents[0].Name,
        },
        new AgentExecutorOptions { CacheFolder = CacheFolder, ReadsCache = readsCache });

    private AgentExecutor Executor(params AgentSettings[] agents) => Executor(true, agents);

    private Task<AttemptEnd> AskAsync(AgentExecutor executor, StepAction.Agent action, Func<AttemptOrder, AttemptOrder>? change = null)
    {
        var order = _place.Order(action);
        return executor.RunAsync(change is null ? order : change(order), _recorder, CancellationToken.None).WaitAsync(Guard);
    }

    private int Lines(string file) => File.Exists(_place.At(file)) ? File.ReadAllLines(_place.At(file)).Length : 0;

    // Known answers.

    [Fact]
    public async Task A_known_answer_is_given_again_without_a_process_and_says_so()
    {
        var executor = Executor(Line("stub", """echo asked >> asked; echo '{"result":"42","total_cost_usd":0.5}'""") with
        {
            CacheFor = TimeSpan.FromHours(1),
        });

        var first = await AskAsync(executor, Ask("What?"));
        var order = _place.Order(Ask("What?"));
        var again = await executor.RunAsync(order, _recorder, CancellationToken.None).WaitAsync(Guard);
        var other = await AskAsync(executor, Ask("What else?"));

        Assert.Equal(new AgentUsage(0, 0, 0.5m), first.Usage);
        Assert.Equal(Value.None, first.Outputs["cached"]);
        Assert.Equal((AttemptOutcome.Succeeded, null, ""), (again.Outcome, again.ExitCode, again.Message));
        Assert.Equal((Value.Of("42"), Value.True), (again.Outputs["answer"], again.Outputs["cached"]));
        Assert.Equal(new AgentUsage(0, 0, 0m), again.Usage);
        Assert.Equal(
            "[tasker: answered before, at 2030-01-02 12:00:00Z; nobody was asked]\n42\n", await File.ReadAllTextAsync(order.LogPath));
        Assert.Equal(Value.None, other.Outputs["cached"]);
        Assert.Equal(2, Lines("asked"));
    }

    [Fact]
    public async Task Answers_are_known_to_other_processes_until_their_time_is_over()
    {
        var agent = Line("stub", "echo asked >> asked") with { CacheFor = TimeSpan.FromMinutes(10) };
        await AskAsync(Executor(agent), Ask("x"));

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        var known = await AskAsync(Executor(agent), Ask("x"));
        _time.Advance(TimeSpan.FromTicks(1));
        var old = await AskAsync(Executor(agent), Ask("x"));

        Assert.Equal((Value.True, Value.None), (known.Outputs["cached"], old.Outputs["cached"]));
        Assert.Equal(2, Lines("asked"));
    }

    [Fact]
    public async Task Another_definition_model_environment_or_schema_makes_another_question()
    {
        var agent = Line("stub", "echo asked >> asked; echo '\"yes\"'") with { CacheFor = TimeSpan.FromHours(1) };
        await AskAsync(Executor(agent), Ask("x"));

        await AskAsync(Executor(agent with { Env = agent.Env.Add("A", "b") }), Ask("x"));
        await AskAsync(Executor(agent), Ask("x") with { Model = "large" });
        await AskAsync(Executor(agent), Ask("x", schema: ValueJson.Read("""{"type":"string"}""")));
        await AskAsync(Executor(agent), Ask("x"), order => order with { Env = order.Env.Add("TICKER", "BTC") });

        Assert.Equal(5, Lines("asked"));
        Assert.Equal(5, Directory.GetFiles(CacheFolder).Length);
    }

    [Fact]
    public async Task Asking_anew_replaces_the_known_answer()
    {
        var agent = Line("stub", "echo asked >> asked; wc -l < asked") with { CacheFor = TimeSpan.FromHours(1) };
        await AskAsync(Executor(agent), Ask("x"));

        var anew = await AskAsync(Executor(readsCache: false, agent), Ask("x"));
        var known = await AskAsync(Executor(agent), Ask("x"));

        Assert.Equal((Value.Of("2"), Value.None), (anew.Outputs["answer"], anew.Outputs["cached"]));
        Assert.Equal((Value.Of("2"), Value.True), (known.Outputs["answer"], known.Outputs["cached"]));
    }

    [Fact]
    public async Task Failures_and_answers_of_steps_that_promise_files_are_not_known()
    {
        var executor = Executor(Line("stub", "echo asked >> asked; cat > said; ! grep -q fail said") with
        {
            CacheFor = TimeSpan.FromHours(1),
        });

        await AskAsync(executor, Ask("fail"));
        await AskAsync(executor, Ask("fail"));
        await AskAsync(executor, Ask("write"), order => order with { Outputs = [new OutputSpec("said", OutputKind.File, "said")] });
        await AskAsync(executor, Ask("write"), order => order with { Outputs = [new OutputSpec("said", OutputKind.File, "said")] });

        Assert.Equal(4, Lines("asked"));
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"at\":\"2030-01-02T12:00:00Z\"}")]
    [InlineData("{\"at\":\"2031-01-02T12:00:00Z\",\"outputs\":{\"answer\":\"from the future\"}}")]
    [InlineData("{\"at\":\"2030-01-02T12:00:00Z\",\"outputs\":{\"answer\":")]
    public async Task A_known_answer_that_cannot_be_trusted_is_as_good_as_none(string text)
    {
        var executor = Executor(Line("stub", "echo real") with { CacheFor = TimeSpan.FromHours(1) });
        await AskAsync(executor, Ask("x"));
        await File.WriteAllTextAsync(Directory.GetFiles(CacheFolder).Single(), text);

        var end = await AskAsync(executor, Ask("x"));

        Assert.Equal((Value.Of("real"), Value.None), (end.Outputs["answer"], end.Outputs["cached"]));
    }

    [Fact]
    public async Task Old_answers_and_what_killed_writers_left_make_room()
    {
        Directory.CreateDirectory(CacheFolder);
        for (var i = 0; i < 1000; i++)
        {
            var file = Path.Combine(CacheFolder, $"{i:D64}.json");
            await File.WriteAllTextAsync(file, "{}");
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i));
        }

        var left = Path.Combine(CacheFolder, "x.json.1.new");
        await File.WriteAllTextAsync(left, "{");
        File.SetLastWriteTimeUtc(left, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await AskAsync(Executor(Line("stub", "echo new") with { CacheFor = TimeSpan.FromHours(1) }), Ask("x"));

        Assert.Equal(1000, Directory.GetFiles(CacheFolder).Length);
        Assert.False(File.Exists(Path.Combine(CacheFolder, $"{0:D64}.json")));
        Assert.False(File.Exists(left));
    }

    // Availability.

    [Theory]
    [InlineData("no-such-program", "")]
    [InlineData("sh", "exit 127")]
    [InlineData("sh", "exit 75")]
    public async Task Another_agent_is_asked_when_one_is_not_available(string command, string line)
    {
        var executor = Executor(
            new AgentSettings
            {
                Name = "first",
                Command = command,
                Arguments = ["-c", line],
                Fallback = "second",
                UnavailableExitCodes = [75],
                Model = "large",
            },
            Line("second", "cat") with { ModelArguments = ["--none"] });
        var order = _place.Order(Ask("What?"));

        var end = await executor.RunAsync(order, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal((AttemptOutcome.Succeeded, ""), (end.Outcome, end.Message));
        Assert.Equal((Value.Of("What?"), Value.Of("second")), (end.Outputs["answer"], end.Outputs["agent"]));
        Assert.Contains("asking 'second' instead]", await File.ReadAllTextAsync(order.LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_is_not_being_unavailable()
    {
        var executor = Executor(Line("first", "exit 1") with { Fallback = "second" }, Line("second", "echo asked >> asked"));

        var end = await AskAsync(executor, Ask("x"));

        Assert.Equal((AttemptOutcome.Failed, 1), (end.Outcome, end.ExitCode));
        Assert.Equal(0, Lines("asked"));
    }

    [Fact]
    public async Task When_nobody_is_available_all_of_them_are_named_and_nobody_is_asked_twice()
    {
        var executor = Executor(
            new AgentSettings
            {
                Name = "first",
                Command = "no-such-one",
                Fallback = "second",
            }, Line("second", "echo asked >> asked; exit 126") with { Fallback = "first" });

        var end = await AskAsync(executor, Ask("x"));

        Assert.Equal((AttemptOutcome.Failed, 126), (end.Outcome, end.ExitCode));
        Assert.StartsWith("'first' is not available: 'no-such-one' was not found on PATH.", end.Message, StringComparison.Ordinal);
        Assert.Contains("Nor is 'second': Exit code 126", end.Message, StringComparison.Ordinal);
        Assert.Equal(1, Lines("asked"));
    }

    // Answers in a form.

    [Fact]
    public async Task An_answer_in_its_form_is_handed_over_as_a_value()
    {
        var executor = Executor(
            Line("stub", """cat > prompt; echo 'I think:'; echo '```json'; echo '{"verdict":"yes"}'; echo '```'; echo 'That is all.'"""));

        var end = await AskAsync(executor, Ask("Well?", schema: Verdict));

        Assert.Equal(Value.Of("yes"), ((Value.Map)end.Outputs["value"])["verdict"]);
        Assert.Contains(ValueJson.Write(Verdict), await File.ReadAllTextAsync(_place.At("prompt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_answer_is_asked_for_once_more_with_what_was_wrong()
    {
        var executor = Executor(Line("stub", """
            cat > prompt; echo x >> asked
            if grep -q 'Once more' prompt; then echo '{"result":"{\"verdict\":\"no\"}","total_cost_usd":0.2}'; else echo '{"result":"maybe","total_cost_usd":0.1}'; fi
            """));
        var order = _place.Order(Ask("Well?", schema: Verdict));

        var end = await executor.RunAsync(order, _recorder, CancellationToken.None).WaitAsync(Guard);

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
        Assert.Equal(Value.Of("no"), ((Value.Map)end.Outputs["value"])["verdict"]);
        Assert.Equal(0.3m, end.Usage!.CostUsd);
        Assert.Equal(2, Lines("asked"));
        var prompt = await File.ReadAllTextAsync(order.LogPath + ".2.prompt.md");
        Assert.Contains("maybe", prompt, StringComparison.Ordinal);
        Assert.Contains("- the answer holds no JSON value", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_one_more_turn_the_attempt_fails_and_names_the_problems()
    {
        var executor = Executor(Line("stub", """echo x >> asked; echo '{"verdict":"maybe"}'""") with { Schema = Verdict });

        var end = await AskAsync(executor, Ask("Well?"));

        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.Equal(
            """The answer does not keep to its schema, also when asked once more: /verdict: is "maybe"; it must be one of "yes", "no".""",
            end.Message);
        Assert.Equal(Value.Of("""{"verdict":"maybe"}"""), end.Outputs["answer"]);
        Assert.Equal(2, Lines("asked"));
    }

    // Places and time.

    [Fact]
    public async Task The_instance_with_the_fewest_answers_under_way_is_asked_and_limits_hold()
    {
        using var up = _place.Pipe("up");
        using var go = _place.Pipe("go");
        var executor = Executor(Line("stub", $"echo $WHERE > {up.Path}; read x < {go.Path}; echo $WHERE") with
        {
            MaxParallel = 3,
            Instances = [Instance("eu", 1), Instance("us", null)],
        });
        var asked = Enumerable.Range(0, 4).Select(_ => AskAsync(executor, Ask("x"))).ToArray();

        string[] first = [await up.NextLineAsync(), await up.NextLineAsync(), await up.NextLineAsync()];
        Assert.Equal(["eu", "us", "us"], first.Order());
        Assert.Equal(
            ["waits for a place at the agent 'stub'"], _recorder.Lines.Where(l => l.StartsWith("waits", StringComparison.Ordinal)));
        Assert.All(asked, a => Assert.False(a.IsCompleted));

        go.Write("1");
        await up.NextLineAsync();
        go.Write("2\n3\n4");
        var answers = await Task.WhenAll(asked);
        Assert.All(answers, a => Assert.Equal(AttemptOutcome.Succeeded, a.Outcome));

        static AgentInstance Instance(string name, int? most) =>
            new(name) { Env = ImmutableSortedDictionary<string, string>.Empty.Add("WHERE", name), MaxParallel = most };
    }

    [Fact]
    public async Task Waiting_for_a_place_can_be_given_up()
    {
        using var up = _place.Pipe("up");
        using var go = _place.Pipe("go");
        using var stop = new CancellationTokenSource();
        var executor = Executor(Line("stub", $"echo up > {up.Path}; read x < {go.Path}") with { MaxParallel = 1 });
        var first = AskAsync(executor, Ask("x"));
        await up.NextLineAsync();
        var second = executor.RunAsync(_place.Order(Ask("y")), _recorder, stop.Token);

        await stop.CancelAsync();
        var end = await second.WaitAsync(Guard);
        go.Write("go");

        Assert.Equal(AttemptOutcome.Cancelled, end.Outcome);
        Assert.Equal(AttemptOutcome.Succeeded, (await first).Outcome);
        var third = AskAsync(executor, Ask("z"));
        await up.NextLineAsync();
        go.Write("go");
        Assert.Equal(AttemptOutcome.Succeeded, (await third).Outcome);
    }

    [Fact]
    public async Task An_agent_that_takes_too_long_is_stopped_and_has_timed_out()
    {
        using var up = _place.Pipe("up");
        var executor = Executor(Line("stub", $"echo up > {up.Path}; exec sleep 1000") with
        {
            TimeLimit = TimeSpan.FromMinutes(2),
            Fallback = "other",
        }, Line("other", "echo x >> asked"));
        var asked = AskAsync(executor, Ask("x"));
        await up.NextLineAsync();

        _time.Advance(TimeSpan.FromMinutes(2));
        var end = await asked;

        Assert.Equal((AttemptOutcome.TimedOut, "The agent 'stub' took longer than its time limit of 2m."), (end.Outcome, end.Message));
        Assert.Equal(0, Lines("asked"));
    }
}
