using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning.Agents;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker prompt</c>: what an agent is to be told, for coding agents that start others themselves.</summary>
internal static class PromptCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var agent = new Argument<string>("agent") { Description = $"The agent: {string.Join(", ", AgentPrompts.Names)}." };
        var task = new Argument<string?>("task") { Description = "The task, for task-executor.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(agent);
        command.Arguments.Add(task);
        scope.Does(command, (call, _) =>
        {
            var text = AgentPrompts.For(call.Store, call.Get(agent)!, call.Get(task));
            return call.AnswerAsync(text, () => new JsonObject { ["agent"] = call.Get(agent), ["task"] = call.Get(task), ["prompt"] = text });
        });
    }
}
