using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Git;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker ensure-git</c>: makes a repository where there is none.</summary>
internal static class EnsureGitCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var folder = new Argument<string>("dir") { Description = "The target directory." };
        command.Arguments.Add(folder);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var full = call.PathOf(folder);
            if (!Directory.Exists(full))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"There is no folder '{full}'. Name the target directory; 'mkdir -p' makes one.");
            }

            var made = !GitProgram.IsInside(full);
            if (made)
            {
                await GitProgram.AskAsync(full, null, cancellationToken, "init", "--quiet");
            }

            return await call.AnswerAsync(made ? $"Initialized a git repository in {full}" : $"Git repository already there: {full}", () => new JsonObject { ["ok"] = true, ["dir"] = full, ["initialized"] = made });
        });
    }
}
