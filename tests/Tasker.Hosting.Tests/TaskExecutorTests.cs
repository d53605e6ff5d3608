using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Ports;
using Tasker.Testing;

namespace Tasker.Hosting.Tests;

public sealed class TaskExecutorTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-hosting-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private TaskExecutor Executor(params IAgent[] agents)
    {
        var options = new TaskExecutorOptions { Root = _root };
        foreach (var agent in agents)
        {
            options.Agents.Add(agent);
        }

        return new TaskExecutor(options);
    }

    [Fact]
    public async Task A_task_runs_to_its_end_with_agents_and_steps_of_this_program()
    {
        Write("tasks/review.yaml", """
            inputs: { ticker: { type: string, required: true } }
            steps:
              ask: { agent: analyst, prompt: "Buy ${{ inputs.ticker }}?" }
              count: { uses: length, with: { text: "${{ steps.ask.outputs.answer }}" }, needs: [ask] }
            """);
        await using var executor = Executor(new Echo("analyst"));
        executor.RegisterStepStrategy("length", (context, _) => ValueTask.FromResult(
            AttemptEnd.DoneInProcess with { Outputs = Value.Map.Empty.With("length", Value.Of(context.With["text"].ToText().Length)) }));

        var end = await executor.ExecuteAsync("review", new Dictionary<string, object?> { ["ticker"] = "BTC" }).WaitAsync(Guard);

        Assert.Equal((ExecutionStatus.Completed, "review"), (end.Status, end.TaskName));
        Assert.Equal("Buy BTC?", end.OutputsOf("ask")!.Value.GetProperty("answer").GetString());
        Assert.Equal(8, end.OutputsOf("count")!.Value.GetProperty("length").GetInt32());
        Assert.Equal("BTC", end.Input.GetProperty("ticker").GetString());
        Assert.Empty(executor.GetActiveExecutions());
        var read = ExecutionSnapshot.FromJson(end.ToJson());
        Assert.Equal(end.ToJson(), read.ToJson());
        Assert.Equal(end.Id, Assert.Single(await executor.GetExecutionHistoryAsync(5)).Id);
    }

    [Fact]
    public async Task Events_tell_what_happened_in_order()
    {
        Write("tasks/small.yaml",
            "steps: { first: { steps: { one: { uses: noop, checkpoint: half } } }, second: { check: 1 == 2, needs: [first] } }");
        await using var executor = Executor();
        var raised = new List<string>();
        executor.EventRaised += (_, told) => raised.Add(told.Type);

        var execution = await executor.StartAsync("small", new Dictionary<string, object?>());
        var read = new List<string>();
        await foreach (var told in execution.ReadEventsAsync())
        {
            read.Add($"{told.Type} {told.Name}".TrimEnd());
        }

        Assert.Equal(ExecutionStatus.Failed, (await execution.Completion.WaitAsync(Guard)).Status);
        Assert.Equal(read.Select(told => told.Split(' ')[0]), raised);
        Assert.Equal("execution:start", read[0]);
        Assert.Contains("phase:complete first", read);
        Assert.Contains("checkpoint:created half", read);
        Assert.Contains("step:failed second", read);
        Assert.Equal("execution:error", read[^1]);
    }

    private const string Committee = """
        # Committee

        ```yaml
        name: Committee
        requirements:
          ticker: string
        maxExecutionTime: 2 minutes
        ```

        ## Phase: Analysis
        ### Steps
        - agent: bull - Why should {{input.ticker}} rise?
        - agent: bear - Why should {{input.ticker}} fall?
        - measure: how long

        ## Phase: Verdict
        dependsOn: [Analysis]
        ### Steps
        - agent: chair - They{{#each phases.Analysis.agentResponses}} {{@key}}{{/each}} spoke about {{input.ticker}}.
        """;

    [Fact]
    public async Task A_task_of_phases_runs_with_agents_and_types_of_this_program_to_its_verdict()
    {
        Write("tasks/committee.md", Committee);
        await using var executor = Executor(new Echo("bull"), new Echo("bear"), new Echo("chair"));
        var measured = 0;
        executor.RegisterStepStrategy("measure", (_, _) =>
        {
            measured++;
            return ValueTask.FromResult(AttemptEnd.DoneInProcess);
        });

        var execution = await executor.StartAsync("committee", new Dictionary<string, object?> { ["ticker"] = "BTC" });
        var told = new List<ExecutionEvent>();
        await foreach (var one in execution.ReadEventsAsync())
        {
            told.Add(one);
        }

        var end = await execution.Completion.WaitAsync(Guard);
        Assert.Equal((ExecutionStatus.Completed, "committee", 1), (end.Status, end.TaskName, measured));
        Assert.Equal("They bull bear spoke about BTC.", end.Verdict!.Value.GetString());
        Assert.Equal("completed", end.Result!.Value.GetProperty("summary").GetProperty("status").GetString());
        var names = told.Select(e => $"{e.Type} {e.Name}".TrimEnd()).ToArray();
        Assert.Equal(("execution:start", "execution:complete"), (names[0], names[^1]));
        Assert.Equal(["phase:start Analysis", "phase:complete Analysis", "phase:start Verdict", "phase:complete Verdict"],
            names.Where(n => n.StartsWith("phase:", StringComparison.Ordinal)));
        Assert.Contains("agent:complete bull", names);
        Assert.Equal("Why should BTC fall?",
            told.Single(e => e is { Type: "agent:complete", Name: "bear" }).Data.GetProperty("response").GetString());
        var read = ExecutionSnapshot.FromJson(end.ToJson());
        Assert.Equal(end.ToJson(), read.ToJson());
    }

    [Fact]
    public async Task Another_program_goes_on_with_a_task_of_phases_and_fills_in_its_templates()
    {
        Write("tasks/committee.md", Committee.Replace("- measure: how long", "", StringComparison.Ordinal));
        var slow = new Echo("chair") { WaitsFor = "They" };
        TaskExecution left;
        await using (var first = Executor(new Echo("bull"), new Echo("bear"), slow))
        {
            left = await first.StartAsync("committee", new Dictionary<string, object?> { ["ticker"] = "BTC" });
            await slow.Waiting.Task.WaitAsync(Guard);
        }

        var (bull, chair) = (new Echo("bull"), new Echo("chair"));
        await using var second = Executor(bull, new Echo("bear"), chair);
        var again = await second.ResumeFromHistoryAsync(left.Id);
        var end = await again!.Completion.WaitAsync(Guard);

        Assert.Equal("They bull bear spoke about BTC.", end.Verdict!.Value.GetString());
        Assert.Equal((0, 1), (bull.Times, chair.Times));
    }

    [Fact]
    public async Task The_limits_of_a_task_of_phases_are_those_of_the_executor_and_its_own()
    {
        Write(
            "tasks/slow.md",
            "# Slow\n\n## Phase: Quick\n### Steps\n- agent: a - Say something.\n\n## Phase: Long\ndependsOn: [Quick]\n### "
                + "Steps\n- wait: 1 hour\n");
        var time = new ManualTime();
        var options = new TaskExecutorOptions
        {
            Root = _root,
            MaxExecutionTime = TimeSpan.FromSeconds(2),
            HistoryStore = null,
            Time = time,
        };
        options.Agents.Add(new Echo("a"));
        await using var executor = new TaskExecutor(options);

        var end = await PastAsync(executor, "phase:complete Quick", time, TimeSpan.FromSeconds(2));

        Assert.Equal(ExecutionStatus.TimedOut, end.Status);
        Assert.Equal(["completed", "aborted"], end.Result!.Value.GetProperty("summary").GetProperty("phases").EnumerateArray().Select(
            p => p.GetProperty("status").GetString()));
        Assert.Equal("Say something.", end.Steps[0].Outputs.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task How_sure_an_agent_of_this_program_is_counts_in_a_consensus()
    {
        Write(
            "tasks/vote.md",
            "# Vote\n\n## Phase: All\n### Steps\n- agent: a - Position?\n- agent: b - Position?\n- aggregate: "
                + "consensus - Where they agree\n");
        await using var executor = Executor(new Sure("a", "Position: BUY", 0.9), new Sure("b", "Position: BUY\nConfidence: 50 %", 0.1));

        var end = await executor.ExecuteAsync("vote", new Dictionary<string, object?>()).WaitAsync(Guard);

        Assert.Equal(
            0.7, end.Steps.Single(s => s.Outputs.TryGetProperty("agreement", out _)).Outputs.GetProperty("confidence").GetDouble(), 3);
    }

    [Fact]
    public async Task What_lies_outside_the_root_is_not_looked_at_and_other_plans_are_refused()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        File.WriteAllText(Path.Combine(outside, "away.yaml"), "steps: [ { uses: noop } ]");
        Directory.CreateDirectory(Path.Combine(_root, "tasks"));
        File.CreateSymbolicLink(Path.Combine(_root, "tasks", "away.yaml"), Path.Combine(outside, "away.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "tasks", "folder"), outside);
        Write("tasks/SPEC.md", "# Plan\n\n- [ ] **STEP 1**: One - to do\n");
        Write("tasks/twice.yaml", "steps: [ { uses: noop } ]");
        Write("tasks/twice.md", "# Twice\n\n## Phase: One\n### Steps\n- note\n");
        var parser = new TaskParser(_root);

        Assert.Contains("leads out of the project root", Said(parser.ParseTask("tasks", "away")), StringComparison.Ordinal);
        Assert.Contains("leads out of the project root", Said(parser.ParseTask("tasks", "folder")), StringComparison.Ordinal);
        Assert.Contains("leads out of the project root", Said(parser.ParseTaskFile(outside)), StringComparison.Ordinal);
        Assert.Contains("leads out of the project root", Said(parser.ParseTaskFile("../x.yaml")), StringComparison.Ordinal);
        Assert.Contains("is no task for a program", Said(parser.ParseTaskFile("tasks/SPEC.md")), StringComparison.Ordinal);
        Assert.Contains("There are 2 tasks of the name 'twice'", Said(parser.ParseTask("tasks", "twice")), StringComparison.Ordinal);
        Assert.True(parser.ParseTask("tasks", "twice.md").IsUsable);
        Directory.Delete(outside, recursive: true);

        static string Said<T>(Core.Diagnostics.ParseResult<T> read)
            where T : class => string.Join('\n', read.Diagnostics);
    }

    [Fact]
    public async Task An_execution_is_paused_resumed_restored_and_aborted()
    {
        Write("tasks/long.yaml", "steps: [{ id: first, uses: gate }, { id: second, uses: gate }]");
        await using var executor = Executor();
        var gate = new SemaphoreSlim(0);
        var begun = new SemaphoreSlim(0);
        executor.RegisterStepStrategy("gate", async (_, stop) =>
        {
            begun.Release();
            await gate.WaitAsync(stop);
            return AttemptEnd.DoneInProcess;
        });

        var execution = await executor.StartAsync("long", new Dictionary<string, object?>());
        Assert.True(await begun.WaitAsync(Guard));
        Assert.True(await executor.CreateCheckpointAsync(execution.Id, "start"));
        Assert.True(await executor.PauseExecutionAsync(execution.Id, "lunch"));
        Assert.False(await executor.PauseExecutionAsync(execution.Id));
        Assert.Equal(execution, Assert.Single(executor.GetActiveExecutions()));
        Assert.True(await executor.ResumeExecutionAsync(execution.Id));
        gate.Release();
        Assert.True(await begun.WaitAsync(Guard));
        Assert.False(await executor.RestoreCheckpointAsync(execution.Id, "nowhere"));
        Assert.True(await executor.RestoreCheckpointAsync(execution.Id, "start"));
        Assert.True(await executor.AbortExecutionAsync(execution.Id, "enough"));

        var end = await execution.Completion.WaitAsync(Guard);
        Assert.Equal(ExecutionStatus.Aborted, end.Status);
        Assert.False(await executor.ResumeExecutionAsync(execution.Id));
        Assert.False(await executor.AbortExecutionAsync(execution.Id));
    }

    [Fact]
    public async Task Another_program_goes_on_from_the_history_with_the_outputs_of_what_was_finished()
    {
        Write("tasks/two.yaml", """
            steps:
              ask: { agent: analyst, prompt: "first" }
              tell: { agent: analyst, prompt: "after ${{ steps.ask.outputs.answer }}", needs: [ask] }
            """);
        var slow = new Echo("analyst") { WaitsFor = "after" };
        TaskExecution left;
        await using (var first = Executor(slow))
        {
            left = await first.StartAsync("two", new Dictionary<string, object?>());
            await slow.Waiting.Task.WaitAsync(Guard);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.Completion.WaitAsync(Guard));
        var other = new Echo("analyst");
        await using var second = Executor(other);
        var again = await second.ResumeFromHistoryAsync(left.Id);

        var end = await again!.Completion.WaitAsync(Guard);
        Assert.Equal(ExecutionStatus.Completed, end.Status);
        Assert.Equal("after first", end.OutputsOf("tell")!.Value.GetProperty("answer").GetString());
        Assert.Equal(1, other.Times);
    }

    [Fact]
    public async Task Limits_of_the_executor_hold_and_what_was_done_stays()
    {
        Write("tasks/slow.yaml", "steps: [{ id: quick, uses: noop }, { id: slow, wait: 1h }]");
        var time = new ManualTime();
        await using var executor = new TaskExecutor(
            new TaskExecutorOptions { Root = _root, MaxExecutionTime = TimeSpan.FromSeconds(2), HistoryStore = null, Time = time });

        var end = await PastAsync(executor, "step:complete quick", time, TimeSpan.FromSeconds(2));

        Assert.Equal((ExecutionStatus.TimedOut, ExecutionStatus.Completed), (end.Status, end.Steps[0].Status));
    }

    [Fact]
    public async Task What_is_wrong_is_told_before_anything_is_begun()
    {
        Write("tasks/review.yaml", "inputs: { n: { type: number, required: true } }\nsteps: [{ uses: noop }]");
        await using var executor = Executor();

        Assert.Contains("TSK6005", (await WrongAsync("reviw")).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'review'?", (await WrongAsync("reviw")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be the name of a task", (await WrongAsync("../review")).Message, StringComparison.Ordinal);
        Assert.Equal(["TSK6001", "TSK6002"], (await WrongAsync("review", ("m", 1))).Diagnostics.Select(d => d.Code));
        Assert.Equal(["TSK6003"], (await WrongAsync("review", ("n", "many"))).Diagnostics.Select(d => d.Code));
        Assert.Empty(await executor.GetExecutionHistoryAsync());

        Task<TaskDefinitionException> WrongAsync(string name, params (string Name, object Value)[] input) =>
            Assert.ThrowsAsync<TaskDefinitionException>(
                () => executor.ExecuteAsync(name, input.ToDictionary(i => i.Name, i => (object?)i.Value)));
    }

    [Fact]
    public async Task A_host_gives_its_agents_to_the_executor()
    {
        Write("tasks/ask.yaml", "steps: { ask: { agent: analyst, prompt: hello } }");
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IAgent>(new Echo("analyst")).AddTasker(options => options.Root = _root);
        using var host = builder.Build();

        var end = await host.Services.GetRequiredService<TaskExecutor>().ExecuteAsync("ask", new Dictionary<string, object?>())
            .WaitAsync(Guard);
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal("hello", end.OutputsOf("ask")!.Value.GetProperty("answer").GetString());
    }

    /// <summary>Executes the task 'slow', and lets time pass once something has happened.</summary>
    private static async Task<ExecutionSnapshot> PastAsync(TaskExecutor executor, string happened, ManualTime time, TimeSpan after)
    {
        var execution = await executor.StartAsync("slow", new Dictionary<string, object?>());
        await foreach (var told in execution.ReadEventsAsync())
        {
            if ($"{told.Type} {told.Name}" == happened)
            {
                time.Advance(after);
            }
        }

        return await execution.Completion.WaitAsync(Guard);
    }

    /// <summary>Says how sure it is beside its text.</summary>
    private sealed class Sure(string id, string text, double confidence) : IAgent
    {
        public string Id => id;

        public Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new AgentReply(text) { Confidence = confidence });
    }

    private sealed class Echo(string id) : IAgent
    {
        public string Id => id;

        public string? WaitsFor { get; init; }

        public int Times { get; private set; }

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken)
        {
            Times++;
            if (WaitsFor is { } word && request.Prompt.StartsWith(word, StringComparison.Ordinal))
            {
                Waiting.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return new AgentReply(request.Prompt.Split('\n')[0]);
        }
    }
}
