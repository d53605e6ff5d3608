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
        scope.Does(command, (call, cancellationToken) => HaltAsync(call, ReasonOf(call.Get(reason) ?? call.Get(option)), "", cancellationToken));
    }

    public static void FillConfirm(Command command, PlanningScope scope) => scope.Does(command, async (call, cancellationToken) =>
    {
        var running = await new HaltOperations(call.Store).ConfirmAsync(cancellationToken);
        return await call.AnswerAsync($"Halt confirmed. Running tasks: [{string.Join(", ", running)}]", () => new JsonObject { ["ok"] = true, ["running_tasks"] = JsonView.List(running) });
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

    /// <summary>Scripts read it from one line.</summary>
    private static string ReasonOf(string? typed) => OneLine.Of(typed ?? "").Trim() is { Length: > 0 } reason ? reason : "manual";

    private static async Task<int> HaltAsync(PlanningCall call, string reason, string hint, CancellationToken cancellationToken)
    {
        var why = await new HaltOperations(call.Store).RequestAsync(reason, call.Session.User, cancellationToken);
        return await call.AnswerAsync($"Halt requested: {why}{hint}", () => new JsonObject { ["ok"] = true, ["reason"] = why });
    }
}
