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

/// <summary>An agent inside this process keeps what every executor promises, and goes through the same stages as a command.</summary>
public sealed class InProcessAgentTests : ExecutorConformance
{
    private readonly ProcessHost _host;

    public InProcessAgentTests() => _host = Platforms.Host(PlatformKind.Native, Time);

    protected override IExecutor Executor => With(new Talker("talker"));

    protected override StepAction Succeeding => Ask("say done");

    protected override StepAction Failing => Ask("fail");

    protected override string? Written => "[tasker: 'talker' answered]\ndone\n";

    protected override StepAction Enduring(string pipe) => Ask($"endure {pipe}");

    protected override void Dispose(bool disposing)
    {
        _host.Dispose();
        base.Dispose(disposing);
    }

    private static StepAction.Agent Ask(string prompt, string name = "talker", Value? schema = null) =>
        new(name, prompt, [], null, ImmutableSortedDictionary<string, string>.Empty, schema);

    private AgentExecutor With(params IAgent[] agents) => With(new ProjectSettings(), agents);

    private AgentExecutor With(ProjectSettings settings, params IAgent[] agents) =>
        new(_host, settings, new AgentExecutorOptions { InProcess = agents, CacheFolder = Place.At("answers") });

    private Task<AttemptEnd> AskAsync(AgentExecutor executor, StepAction.Agent action) =>
        executor.RunAsync(Place.Order(action), Recorder, CancellationToken.None).WaitAsync(Guard);

    [Fact]
    public async Task Answer_usage_and_confidence_are_handed_over_and_progress_is_shown()
    {
        var end = await AskAsync(With(new Talker("talker")), Ask("sure 0.75"));

        Assert.Equal((Value.Of("sure"), Value.Of(0.75)), (end.Outputs["answer"], end.Outputs["confidence"]));
        Assert.Equal(new AgentUsage(10, 2, null), end.Usage);
        Assert.Equal(["thinking"], Recorder.Lines);
    }

    [Fact]
    public async Task One_that_is_not_available_has_its_fallback_asked()
    {
        var settings = new ProjectSettings
        {
            Agents = ImmutableSortedDictionary<string, AgentSettings>.Empty.Add("talker", new AgentSettings
            {
                Name = "talker",
                Command = "",
                Fallback = "other",
            }),
        };

        var end = await AskAsync(With(settings, new Talker("talker"), new Talker("other")), Ask("unavailable talker"));

        Assert.Equal((Value.Of("unavailable talker"), Value.Of("other")), (end.Outputs["answer"], end.Outputs["agent"]));
    }

    [Fact]
    public async Task One_that_does_not_listen_is_left_alone_when_its_grace_is_over()
    {
        var deaf = new Talker("talker");
        var settings = new ProjectSettings
        {
            Agents = ImmutableSortedDictionary<string, AgentSettings>.Empty.Add(
                "talker", new AgentSettings { Name = "talker", Command = "", TimeLimit = TimeSpan.FromMinutes(1) }),
        };
        var asked = AskAsync(With(settings, deaf), Ask("deaf"));
        await Time.NextArmedAsync(due => due == TimeSpan.FromMinutes(1), CancellationToken.None);
        await deaf.Asked.Task.WaitAsync(Guard);

        Time.Advance(TimeSpan.FromMinutes(1));
        var grace = await Time.NextArmedAsync(_ => true, CancellationToken.None);
        Time.Advance(grace);
        var end = await asked;

        Assert.Equal((AttemptOutcome.TimedOut, "The agent 'talker' took longer than its time limit of 1m."), (end.Outcome, end.Message));
        Assert.Equal(TimeSpan.FromSeconds(10), grace);
    }

    [Fact]
    public async Task Answers_are_cached_and_checked_as_those_of_commands_are()
    {
        var talker = new Talker("talker");
        var settings = new ProjectSettings
        {
            Agents = ImmutableSortedDictionary<string, AgentSettings>.Empty.Add(
                "talker", new AgentSettings { Name = "talker", Command = "", CacheFor = TimeSpan.FromHours(1) }),
        };
        var question = Ask("say 5", schema: ValueJson.Read("""{"type":"integer"}"""));

        var first = await AskAsync(With(settings, talker), question);
        var again = await AskAsync(With(settings, talker), question);

        Assert.Equal((Value.Of(5), Value.Of(5), Value.True), (first.Outputs["value"], again.Outputs["value"], again.Outputs["cached"]));
        Assert.Equal(1, talker.Times);
    }

    [Fact]
    public async Task It_answers_in_the_place_of_a_command_of_the_same_name()
    {
        var settings = new ProjectSettings
        {
            Agents = ImmutableSortedDictionary<string, AgentSettings>.Empty.Add("talker", new AgentSettings
            {
                Name = "talker",
                Command = "no-such-program",
            }),
        };

        Assert.Equal(Value.Of("hello"), (await AskAsync(With(settings, new Talker("talker")), Ask("say hello"))).Outputs["answer"]);
    }

    private sealed class Talker(string id) : IAgent
    {
        public string Id => id;

        public int Times { get; private set; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken)
        {
            Times++;
            var words = request.Prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "fail":
                    throw new InvalidOperationException("It does not know.");
                case "unavailable" when words[1] == id:
                    throw new AgentUnavailableException("no credit");
                case "sure":
                    request.Progress("thinking");
                    return new AgentReply("sure", new AgentUsage(10, 2, null), double.Parse(words[1]));
                case "endure":
                    await File.AppendAllTextAsync(words[1], "up\n", cancellationToken);
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    break;
                case "deaf":
                    Asked.TrySetResult();
                    await new TaskCompletionSource().Task;
                    break;
            }

            return new AgentReply(words[0] == "say" ? words[1] : request.Prompt);
        }
    }
}
