using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state set-target</c>: says which directory a plan is carried out in, after it was copied or moved.</summary>
internal static class SetTargetCommand
{
    public static void Fill(Command command, PlanningScope scope)
    {
        var target = new Argument<string>("dir") { Description = "The directory that the plan is carried out in from now on; it must be there." };
        command.Arguments.Add(target);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var to = Path.TrimEndingDirectorySeparator(call.PathOf(target));
            var from = await call.Store.ChangeAsync((state, now) => PlanPlace.Set(call.Folder, state, to, now), cancellationToken);
            return await call.AnswerAsync($"Target set to: {to} (was: {from})", () => new JsonObject { ["ok"] = true, ["from"] = from, ["to"] = to });
        });
    }
}
