using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state status</c>: how the plan is.</summary>
internal static class StatusCommand
{
    public static PlainCommand Plain { get; } = new(RunAsync)
    {
        Options = [.. new[] { "--once", "--compact" }.Select(spelling => new PlainOption(spelling, "Show it once, which is what happens anyway.") { IsHidden = true })],
    };

    private static async Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        var state = call.Store.Read();
        var halting = Halting.Of(state, File.Exists(call.Folder.StopFile));
        if (PlanPlace.Problem(call.Folder, state) is { } problem)
        {
            await call.WarnAsync(problem);
        }

        return await call.AnswerAsync(() => Text(state, halting), () => Json(new TaskOperations(call.Store).ReadCheckpoint(), state, halting));
    }

    private static string Text(PlanState state, Halting halting)
    {
        var text = new StringBuilder();
        var running = state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order).ToArray();
        if (halting.IsHalted)
        {
            text.Append($"HALTED: {halting.Reason}\n");
            if ((halting.ActiveTask ?? running.FirstOrDefault()) is { } active)
            {
                text.Append($"Active task: {active}\n");
            }

            text.Append('\n');
        }

        text.Append($"Phase: {state.Phase}\nTarget: {state.TargetDir}\nTasks: {state.Tasks.Count}\n");
        if (state.Tasks.Count > 0)
        {
            text.Append($"Status: {string.Join(", ", Counts(state).Where(count => count.Count > 0).Select(count => $"{count.Word} {count.Count}"))}\n");
        }

        if (running.Length > 0)
        {
            text.Append($"Active: {string.Join(", ", running)}\n");
        }

        var tokens = state.Look["execution"]["total_tokens"].Number ?? 0;
        var cost = state.Look["execution"]["total_cost_usd"].Number ?? 0;
        text.Append(CultureInfo.InvariantCulture, $"Tokens: {tokens:N0}\nCost: ${cost:0.0000}\n");
        var ready = Readiness.Of(state);
        text.Append($"Ready tasks{(halting.IsHalted ? " (paused)" : "")}: [{string.Join(", ", ready.Select(task => task.Id))}]\n");
        return text.ToString();
    }

    private static JsonObject Json(PlanCheckpoint? checkpoint, PlanState state, Halting halting)
    {
        var byStatus = new JsonObject();
        foreach (var (word, count) in Counts(state))
        {
            byStatus[word] = count;
        }

        return new JsonObject
        {
            ["phase"] = state.Phase,
            ["phase_completed"] = JsonView.List(state.PhasesCompleted),
            ["target_dir"] = state.TargetDir,
            ["tasks"] = new JsonObject { ["total"] = state.Tasks.Count, ["by_status"] = byStatus },
            ["ready"] = JsonView.List(Readiness.Of(state).Select(task => task.Id)),
            ["active"] = JsonView.List(state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order)),
            ["halt"] = new JsonObject { ["is_halted"] = halting.IsHalted, ["reason"] = halting.Reason, ["requested_at"] = halting.RequestedAt, ["halted_at"] = halting.HaltedAt },
            ["execution"] = state.Look["execution"].Copy() ?? new JsonObject(),
            ["checkpoint"] = checkpoint is not null
                ? new JsonObject { ["batch_id"] = checkpoint.BatchId, ["status"] = checkpoint.Status, ["pending"] = JsonView.List(checkpoint.Pending) }
                : null,
        };
    }

    private static IEnumerable<(string Word, int Count)> Counts(PlanState state)
    {
        var counts = new int[PlanTaskWords.All.Count];
        foreach (var task in state.Tasks)
        {
            counts[(int)task.Status]++;
        }

        return PlanTaskWords.All.Select((word, i) => (word, counts[i]));
    }
}
