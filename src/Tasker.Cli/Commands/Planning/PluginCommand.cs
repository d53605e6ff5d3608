using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Plugins;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker plugin</c>: commands, agents, skills, scripts and hooks for coding agents, into a project or as a plugin.</summary>
internal static class PluginCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("install", "Put scripts, commands, agents, skills and hooks into a project.", (command, scope) =>
            Put(command, scope, "The project.", ".", (files, force, cancellationToken) => files.InstallAsync(force, cancellationToken))),
        new("write", "Write the plugin as a folder that coding agents load plugins from.", (command, scope) =>
            Put(command, scope, "The folder; it is made when it is not there.", null, (files, force, cancellationToken) => files.WriteAsync(force, cancellationToken))),
    ];

    public static void Fill(Command command, Session session, string[]? arguments) => new PlanningScope(command, session, arguments).Add(command, Entries);

    private static void Put(
        Command command, PlanningScope scope, string meaning, string? otherwise, Func<PluginInstallation, bool, CancellationToken, Task<IReadOnlyList<string>>> put)
    {
        var folder = new Argument<string>("dir") { Description = meaning };
        if (otherwise is not null)
        {
            folder.DefaultValueFactory = _ => otherwise;
        }

        var force = new Option<bool>("--force") { Description = "Write over files that are there and differ." };
        command.Arguments.Add(folder);
        command.Options.Add(force);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var full = call.Session.FullPath(call.Get(folder)!);
            if (otherwise is not null && !Directory.Exists(full))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"There is no folder '{call.Get(folder)}'. Name the folder of the project.");
            }

            var written = await put(new PluginInstallation(full), call.Get(force), cancellationToken);
            var told = written.Count == 0 ? "Everything is there already." : string.Join('\n', written.Select(path => call.Session.ShortPath(Path.Combine(full, path))));
            return await call.AnswerAsync(told, () => new JsonObject { ["ok"] = true, ["dir"] = full, ["written"] = new JsonArray([.. written.Select(path => (JsonNode)path)]) });
        });
    }
}
