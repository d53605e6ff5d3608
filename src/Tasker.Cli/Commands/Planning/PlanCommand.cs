using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Hosting;
using Tasker.Cli.Sessions;
using Tasker.Planning.Agents;
using Tasker.Planning.Decomposition;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker plan</c>: has agents make a plan from a specification, phase by phase, each behind its gate.</summary>
internal static class PlanCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var spec = new Argument<string?>("spec") { Description = "The specification; default: the first of docs/specs of the target directory.", Arity = ArgumentArity.ZeroOrOne };
        var target = new Option<string?>("--target") { Description = "The target directory; it is asked for at a terminal. A new one is made where its parent exists.", HelpName = "dir" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing." };
        var force = new Option<bool>("--force") { Description = "Plan also a specification whose interview has not ended, as it is. It is reviewed then, and its capabilities are found anew." };
        var agent = new Option<string?>("--agent") { Description = "The agent for all phases; default: one with the name of each, else the default agent.", HelpName = "name" };
        var limit = PlanOptions.Time("--agent-time-limit", "How long an agent may work at one phase; default: no limit.");
        var writePrompts = new Option<bool>("--write-prompts") { Description = "Write what agents are told to .tasker/prompts, to be edited; run nothing." };
        var prepare = new Option<bool>("--prepare") { Description = "Begin the plan and take over the specification; start no agents. For those who start them themselves." };
        var quiet = PlanOptions.Quiet();
        command.Arguments.Add(spec);
        foreach (var option in new Option[] { target, yes, force, agent, limit, prepare, writePrompts, quiet })
        {
            command.Options.Add(option);
        }

        scope.Does(command, async (call, cancellationToken) =>
        {
            if (call.Get(writePrompts))
            {
                var written = new JsonArray();
                foreach (var phase in PlanningPhase.All)
                {
                    var (path, isNew) = await PromptTemplate.WriteAsync(call.Folder, phase.Agent, cancellationToken);
                    written.Add((JsonNode)new JsonObject { ["path"] = path, ["written"] = isNew });
                }

                return await call.AnswerAsync(string.Join('\n', written.Select(one => (string)one!["path"]!)), () => new JsonObject { ["ok"] = true, ["prompts"] = written });
            }

            return await new PlanMaking(call, new PlanMakingChoice
            {
                Spec = call.Get(spec),
                Target = call.Get(target),
                IsSure = call.Get(yes),
                IsForced = call.Get(force),
                Agent = call.Get(agent),
                TimeLimit = call.Get(limit),
                IsPreparing = call.Get(prepare),
                IsQuiet = call.Get(quiet),
            }).RunAsync(cancellationToken);
        });
    }
}
