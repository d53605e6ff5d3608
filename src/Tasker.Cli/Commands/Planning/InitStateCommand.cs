using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state init</c>: begins a plan.</summary>
internal static class InitStateCommand
{
    public static void Fill(Command command, PlanningScope scope)
    {
        var target = new Argument<string>("dir") { Description = "The target directory: where the plan is carried out. The plan is kept in its .tasker, unless -p names another folder." };
        var phase = new Option<string?>("--phase") { Description = "The phase to begin in; default: ingestion.", HelpName = "phase" };
        var force = new Option<bool>("--force") { Description = "Begin anew where a plan is; it is kept as a backup." };
        phase.CompletionSources.Add([.. PlanPhases.All]);
        command.Arguments.Add(target);
        command.Options.Add(phase);
        command.Options.Add(force);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var directory = Path.TrimEndingDirectorySeparator(call.PathOf(target));
            var folder = string.IsNullOrEmpty(call.FolderOption) ? PlanningFolder.OfTarget(directory) : call.Folder;
            var begun = call.Get(phase) ?? PlanPhases.First;
            var backup = await PlanBeginning.BeginAsync(call.StoreOf(folder), directory, begun, call.Get(force), cancellationToken);
            var text = $"Initialized state for {directory}{(backup is null ? "" : $"\nThe state that was there is kept: {backup}")}";
            return await call.AnswerAsync(text, () => new JsonObject
            {
                ["ok"] = true,
                ["planning_dir"] = folder.Root,
                ["target_dir"] = directory,
                ["phase"] = begun,
                ["backup"] = backup,
            });
        });
    }
}
