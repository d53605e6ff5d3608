using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state advance</c>, <c>set-phase</c>.</summary>
internal static class PhaseCommands
{
    public static void FillAdvance(Command command, PlanningScope scope) => scope.Does(command, async (call, cancellationToken) =>
    {
        var (from, to, verdict) = await call.Store.ChangeAsync(
            (state, now) =>
            {
                var asked = new PhaseGates(call.Folder).Ask(state, now);
                var (left, entered) = PhaseRules.Advance(state, asked, now);
                return (left, entered, asked);
            },
            cancellationToken);
        if (verdict.Reasons.Count > 0)
        {
            var isPlanning = verdict.Results is not null;
            throw new PlanningException(
                PlanningCodes.GateClosed,
                isPlanning
                    ? $"Planning gates failed: {string.Join("; ", verdict.Reasons)}. Run 'tasker validate gates' for details"
                    : $"Phase {from} cannot be left: {string.Join("; ", verdict.Reasons)}.",
                new JsonObject { ["gate"] = from, ["reasons"] = JsonView.List(verdict.Reasons) });
        }

        return await call.AnswerAsync($"Advanced from {from} to {to}", () => new JsonObject { ["ok"] = true, ["from"] = from, ["to"] = to });
    });

    public static void FillSet(Command command, PlanningScope scope)
    {
        var phase = new Argument<string>("phase") { Description = "The phase to go to." };
        var target = new Option<string?>("--target") { Description = "The target directory; begins the plan where there is none.", HelpName = "dir" };
        phase.CompletionSources.Add([.. PlanPhases.All]);
        command.Arguments.Add(phase);
        command.Options.Add(target);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var to = PlanPhases.Checked(call.Get(phase)!);
            if (!call.Store.Exists && (call.Get(target) is not null || Directory.Exists(call.Folder.Root)))
            {
                var directory = call.Get(target) is { } typed ? call.Session.FullPath(typed) : call.Folder.Parent;
                var folder = call.FolderOption is null && call.Get(target) is not null ? PlanningFolder.OfTarget(directory) : call.Folder;
                await PlanBeginning.BeginAsync(call.StoreOf(folder), directory, to, force: false, cancellationToken);
                return await call.AnswerAsync($"Phase set to: {to} (a new plan)", () => new JsonObject { ["ok"] = true, ["from"] = null, ["to"] = to });
            }

            var from = await call.Store.ChangeAsync((state, now) => PhaseRules.Set(state, to, now), cancellationToken);
            return await call.AnswerAsync($"Phase set to: {to} (was: {from})", () => new JsonObject { ["ok"] = true, ["from"] = from, ["to"] = to });
        });
    }
}
