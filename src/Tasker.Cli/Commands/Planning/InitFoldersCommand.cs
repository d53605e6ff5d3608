using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker init-dirs</c>: the folders of a plan, without a state. Agents are told not to make any.</summary>
internal static class InitFoldersCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var target = new Argument<string?>("dir") { Description = "The target directory; default: as for -p, else the current one.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(target);
        scope.Does(command, (call, _) =>
        {
            var folder = call.Get(target) is { Length: > 0 } typed ? PlanningFolder.OfTarget(call.Session.FullPath(typed)) : call.Folder;
            if (!Directory.Exists(folder.Parent))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"There is no target directory '{folder.Parent}'. Make it first.");
            }

            var made = PlanningFolder.Folders.Where(name => !Directory.Exists(Path.Combine(folder.Root, name))).ToArray();
            foreach (var name in made)
            {
                Directory.CreateDirectory(Path.Combine(folder.Root, name));
            }

            return call.AnswerAsync(
                made.Length == 0 ? $"All folders are there: {folder.Root}" : $"Folders made in {folder.Root}: {string.Join(", ", made)}",
                () => new JsonObject { ["ok"] = true, ["planning_dir"] = folder.Root, ["made"] = JsonView.List(made) });
        });
    }
}
