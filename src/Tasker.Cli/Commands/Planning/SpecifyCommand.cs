using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Hosting;
using Tasker.Cli.Sessions;
using Tasker.Planning.Agents;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker specify</c>: an interview that ends in a specification.</summary>
internal static class SpecifyCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var topic = new Argument<string?>("topic") { Description = "What is to be specified; without it a session that was begun is gone on with.", Arity = ArgumentArity.ZeroOrOne };
        var target = new Option<string?>("--target") { Description = "The target directory; it is asked for at a terminal.", HelpName = "dir" };
        var force = new Option<bool>("--force") { Description = "Put a session that was begun aside, and begin anew." };
        var agent = new Option<string?>("--agent") { Description = $"The agent for all of it; default: {InterviewNames.Interviewer} and {InterviewNames.Writer} where there are such, else the default agent.", HelpName = "name" };
        var limit = PlanOptions.Time("--agent-time-limit", "How long an agent may work at a time; default: no limit.");
        var writePrompts = new Option<bool>("--write-prompts") { Description = "Write what agents are told to .tasker/prompts, to be edited; ask and run nothing." };
        var quiet = PlanOptions.Quiet();
        command.Arguments.Add(topic);
        foreach (var option in new Option[] { target, force, agent, limit, writePrompts, quiet })
        {
            command.Options.Add(option);
        }

        scope.Does(command, async (call, cancellationToken) =>
        {
            if (call.Get(writePrompts))
            {
                var written = new JsonArray();
                foreach (var name in new[] { InterviewNames.Interviewer, InterviewNames.Writer })
                {
                    var (path, isNew) = await PromptTemplate.WriteAsync(call.Folder, name, cancellationToken);
                    written.Add((JsonNode)new JsonObject { ["path"] = path, ["written"] = isNew });
                }

                return await call.AnswerAsync(string.Join('\n', written.Select(one => (string)one!["path"]!)), () => new JsonObject { ["ok"] = true, ["prompts"] = written });
            }

            return await new SpecMaking(call, new Questions(call.Session), new SpecMakingChoice
            {
                Topic = call.Get(topic),
                Target = call.Get(target),
                BeginsAnew = call.Get(force),
                Agent = call.Get(agent),
                TimeLimit = call.Get(limit),
                IsQuiet = call.Get(quiet),
            }).RunAsync(cancellationToken);
        });
    }
}
