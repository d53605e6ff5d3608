using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker log-activity</c>: a line about what somebody did.</summary>
internal static class LogActivityCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var level = Word(command, "level", "DEBUG, INFO, WARN or ERROR.", "INFO");
        var agent = Word(command, "agent", "Who.", "unknown");
        var kind = Word(command, "event", "What kind of thing: start, decision, tool, complete, spawn, validation.", "message");
        var message = Word(command, "message", "What.", "");
        scope.Does(command, (call, _) =>
        {
            var line = ActivityLog.Add(call.Folder, call.Get(level)!, call.Get(agent)!, call.Get(kind)!, call.Get(message)!, call.Session.Time.GetUtcNow());
            return call.AnswerAsync("", () => new JsonObject { ["ok"] = true, ["line"] = line });
        });
    }

    private static Argument<string> Word(Command command, string name, string description, string otherwise)
    {
        var word = new Argument<string>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => otherwise };
        command.Arguments.Add(word);
        return word;
    }
}
