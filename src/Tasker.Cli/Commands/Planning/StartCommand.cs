using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning.Operations;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state task start</c>.</summary>
internal static class StartCommand
{
    private static readonly PlainOption Id = new("id", "The task.");
    private static readonly PlainOption Force =
        new("--force", "Also while a stop is asked for, before the plan is ready, or when trying again is said to be no use.");

    public static PlainCommand Plain { get; } = new(RunAsync) { Arguments = [Id], Options = [Force] };

    private static async Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        var outcome = await new TaskOperations(call.Store).StartAsync(call.Value(Id)!, call.Is(Force), cancellationToken);
        return await call.AnswerAsync($"Task {outcome.Id} started (attempt {outcome.Attempt})", () => TaskCommands.Json(outcome));
    }
}
