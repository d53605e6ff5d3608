using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Sessions;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state check-halt</c>, <c>halt-status</c>: whether a stop was asked for.</summary>
internal static class HaltStatusCommands
{
    public static PlainCommand Check { get; } = new((call, _) =>
    {
        var halting = new HaltOperations(call.Store).Now;
        return call.AnswerAsync(
            halting.IsHalted ? $"HALTED: {halting.Reason}" : "OK",
            () => new JsonObject { ["halted"] = halting.IsHalted, ["reason"] = halting.Reason },
            halting.IsHalted ? ExitCode.Failed : ExitCode.Done);
    });

    public static PlainCommand Status { get; } = new((call, _) =>
    {
        var halting = new HaltOperations(call.Store).Now;
        var running = call.Store.TryRead()?.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).Order(TaskIds.Order).ToArray() ?? [];
        return call.AnswerAsync(
            $"""
            Halted: {(halting.IsHalted ? "YES" : "NO")}
            Reason: {halting.Reason ?? "-"}
            Requested at: {halting.RequestedAt ?? "-"}
            Halted at: {halting.HaltedAt ?? "-"}
            STOP file exists: {(halting.StopFileExists ? "yes" : "no")}
            Active task: {halting.ActiveTask ?? "-"}
            Running tasks: [{string.Join(", ", running)}]
            Resumable: {(halting.IsResumable ? "yes" : "no")}
            """,
            () => new JsonObject
            {
                ["is_halted"] = halting.IsHalted,
                ["reason"] = halting.Reason,
                ["requested_at"] = halting.RequestedAt,
                ["halted_at"] = halting.HaltedAt,
                ["stop_file_exists"] = halting.StopFileExists,
                ["active_task"] = halting.ActiveTask,
                ["running_tasks"] = JsonView.List(running),
                ["resumable"] = halting.IsResumable,
            });
    });
}
