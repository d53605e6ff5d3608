using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Ports;
using Tasker.Hosting;

var options = new TaskExecutorOptions();
options.Agents.Add(new Scripted("analyst", "It is cheap."));
options.Agents.Add(new Scripted("critic", "It may become cheaper."));
options.Agents.Add(new Scripted("chair", "Wait."));

await using var executor = new TaskExecutor(options);
executor.RegisterStepStrategy("length", (context, stop) => ValueTask.FromResult(
    AttemptEnd.DoneInProcess with { Outputs = Value.Map.Empty.With("length", Value.Of(context.With["text"].ToText().Length)) }));

var execution = await executor.StartAsync("review", new Dictionary<string, object?> { ["ticker"] = "BTC" });
await foreach (var told in execution.ReadEventsAsync())
{
    Console.WriteLine($"{told.Type} {told.Name}".TrimEnd());
}

var result = await execution.Completion;
Console.WriteLine($"{result.Status}: {result.Verdict}");

/// <summary>Always answers the same; a real one would call a model.</summary>
internal sealed class Scripted(string id, string answer) : IAgent
{
    public string Id => id;

    public Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken) => Task.FromResult(new AgentReply(answer));
}
