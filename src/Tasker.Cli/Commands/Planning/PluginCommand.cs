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
        Command command, PlanningScope scope, string meaning, string? otherwise, Func<PluginInstallation, bool, CancellationToken, Task<PluginChanges>> put)
    {
        var folder = new Argument<string>("dir") { Description = meaning };
        if (otherwise is not null)
        {
            folder.DefaultValueFactory = _ => otherwise;
        }

        var force = new Option<bool>("--force") { Description = "Write over files that are there and differ, also those that were changed here." };
        command.Arguments.Add(folder);
        command.Options.Add(force);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var full = call.PathOf(folder);
            if (otherwise is not null && !Directory.Exists(full))
            {
                throw new PlanningException(PlanningCodes.NotFound, $"There is no folder '{call.Get(folder)}'. Name the folder of the project.");
            }

            var changes = await put(new PluginInstallation(full), call.Get(force), cancellationToken);
            string[] told =
            [
                .. changes.Written.Select(ShortPath),
                .. changes.Kept.Select(path => $"{ShortPath(path)}: changed here, so it stays as it is; --force writes over it"),
                .. changes.Removed.Select(path => $"{ShortPath(path)}: removed, Tasker has it no more"),
                .. changes.Left.Select(path => $"{ShortPath(path)}: Tasker has it no more, but it was changed here, so it stays and is yours"),
            ];
            return await call.AnswerAsync(told.Length == 0 ? "Everything is there already." : string.Join('\n', told), () => new JsonObject
            {
                ["ok"] = true,
                ["dir"] = full,
                ["written"] = List(changes.Written),
                ["kept"] = List(changes.Kept),
                ["removed"] = List(changes.Removed),
                ["left"] = List(changes.Left),
            });

            string ShortPath(string path) => call.Session.ShortPath(Path.Combine(full, path));
            static JsonArray List(IEnumerable<string> paths) => new([.. paths.Select(path => (JsonNode)path)]);
        });
    }
}
