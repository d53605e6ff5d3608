using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state halt</c> and its kin, <c>tasker stop</c>, <c>tasker resume</c>.</summary>
internal static class HaltCommands
{
    public static void FillStop(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        scope.Does(command, (call, cancellationToken) => HaltAsync(call, "user_stop", "\n'tasker resume' goes on.", cancellationToken));
    }

    public static void FillGoOn(Command command, Session session, string[]? arguments) => FillResume(command, new PlanningScope(command, session, arguments));

    public static void FillHalt(Command command, PlanningScope scope)
    {
        var reason = new Argument<string?>("reason") { Description = "Why; default: manual.", Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string?>("--reason") { Description = "Why; another spelling.", HelpName = "text", Hidden = true };
        command.Arguments.Add(reason);
        command.Options.Add(option);
        scope.Does(command, (call, cancellationToken) => HaltAsync(call, call.Get(reason) ?? call.Get(option) ?? "manual", "", cancellationToken));
    }

    public static void FillCheck(Command command, PlanningScope scope) => scope.Does(command, (call, _) =>
    {
        var halting = new HaltOperations(call.Store).Now;
        return call.AnswerAsync(
            halting.IsHalted ? $"HALTED: {halting.Reason}" : "OK",
            () => new JsonObject { ["halted"] = halting.IsHalted, ["reason"] = halting.Reason },
            halting.IsHalted ? ExitCode.Failed : ExitCode.Done);
    });

    public static void FillConfirm(Command command, PlanningScope scope) => scope.Does(command, async (call, cancellationToken) =>
    {
        var running = await new HaltOperations(call.Store).ConfirmAsync(cancellationToken);
        return await call.AnswerAsync($"Halt confirmed. Running tasks: [{string.Join(", ", running)}]", () => new JsonObject { ["ok"] = true, ["running_tasks"] = JsonView.List(running) });
    });

    public static void FillStatus(Command command, PlanningScope scope) => scope.Does(command, (call, _) =>
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

    public static void FillResume(Command command, PlanningScope scope)
    {
        var force = new Option<bool>("--force") { Description = "Also when it was stopped for good." };
        command.Options.Add(force);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var before = await new HaltOperations(call.Store).ResumeAsync(call.Get(force), cancellationToken);
            return await call.AnswerAsync(
                HaltOperations.Told(before),
                () => new JsonObject { ["ok"] = true, ["resumed"] = before.IsHalted, ["stop_file_removed"] = before.StopFileExists, ["previous_reason"] = before.Reason });
        });
    }

    private static async Task<int> HaltAsync(PlanningCall call, string reason, string hint, CancellationToken cancellationToken)
    {
        var why = await new HaltOperations(call.Store).RequestAsync(reason, call.Session.User, cancellationToken);
        return await call.AnswerAsync($"Halt requested: {why}{hint}", () => new JsonObject { ["ok"] = true, ["reason"] = why });
    }
}
