using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Ports;

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
        Write("tasks/small.yaml", "steps: { first: { steps: { one: { uses: noop, checkpoint: half } } }, second: { check: 1 == 2, needs: [first] } }");
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
        await using var executor = new TaskExecutor(new TaskExecutorOptions { Root = _root, MaxExecutionTime = TimeSpan.FromMilliseconds(100), HistoryStore = null });

        var end = await executor.ExecuteAsync("slow", new Dictionary<string, object?>()).WaitAsync(Guard);

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
            Assert.ThrowsAsync<TaskDefinitionException>(() => executor.ExecuteAsync(name, input.ToDictionary(i => i.Name, i => (object?)i.Value)));
    }

    [Fact]
    public async Task A_host_gives_its_agents_to_the_executor()
    {
        Write("tasks/ask.yaml", "steps: { ask: { agent: analyst, prompt: hello } }");
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IAgent>(new Echo("analyst")).AddTasker(options => options.Root = _root);
        using var host = builder.Build();

        var end = await host.Services.GetRequiredService<TaskExecutor>().ExecuteAsync("ask", new Dictionary<string, object?>()).WaitAsync(Guard);
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal("hello", end.OutputsOf("ask")!.Value.GetProperty("answer").GetString());
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

            return new AgentReply(request.Prompt);
        }
    }
}
