using System.CommandLine;
using System.Text.Json.Nodes;
using Tasker.Cli.Hosting;
using Tasker.Cli.Sessions;
using Tasker.Planning.Agents;
using Tasker.Planning.Execution;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker execute</c>: has the tasks of a plan done by agents, checks what they did, and commits it.</summary>
internal static class ExecuteCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var task = new Argument<string?>("task") { Description = "Only this task; one that failed is tried again.", Arity = ArgumentArity.ZeroOrOne };
        var batch = new Option<bool>("--batch") { Description = "All tasks that are or become ready, without questions; what a program that is not at a terminal gets anyway." };
        var parallel = PlanOptions.Number("--parallel", "Most tasks at the same time, without questions; default: 3.", 1, CheckpointRules.MostParallel);
        var interactive = new Option<bool>("--interactive") { Description = "One task at a time, with a question before the next; the default at a terminal." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the order of the tasks; run and write nothing." };
        var orphans = new Option<string?>("--orphans") { Description = "What becomes of tasks that a run before has left: retry, skip or abort; default: ask, or abort.", HelpName = "what" };
        var agent = new Option<string?>("--agent") { Description = $"The agent that does the tasks; default: {ExecutionNames.Executor} where there is one, else the default agent.", HelpName = "name" };
        var taskLimit = PlanOptions.Time("--task-time-limit", "How long an agent may work at one task; default: no limit.");
        var checkLimit = PlanOptions.Time("--check-time-limit", "How long checking one criterion may take; default: 15m.");
        var writePrompt = new Option<bool>("--write-prompt") { Description = "Write what agents are told to .tasker/prompts, to be edited; run nothing." };
        var quiet = PlanOptions.Quiet();
        PlanOptions.OneOf(orphans, "retry", "skip", "abort");
        command.Arguments.Add(task);
        foreach (var option in new Option[] { batch, parallel, interactive, dryRun, orphans, agent, taskLimit, checkLimit, writePrompt, quiet })
        {
            command.Options.Add(option);
        }

        scope.Does(command, async (call, cancellationToken) =>
        {
            if (call.Get(writePrompt))
            {
                var (path, isNew) = await PromptTemplate.WriteAsync(call.Folder, ExecutionNames.Executor, cancellationToken);
                return await call.AnswerAsync(isNew ? $"Written: {path}" : $"It is there already: {path}", () => new JsonObject { ["ok"] = true, ["path"] = path, ["written"] = isNew });
            }

            var asks = call.Get(interactive)
                || (!call.Get(batch) && call.Get(parallel) is null && !call.WantsJson && call.Session is { OutIsTerminal: true, ErrorIsTerminal: true });
            var choice = new ExecutionChoice
            {
                Task = call.Get(task),
                IsInteractive = asks,
                Parallel = asks || call.Get(task) is not null ? 1 : call.Get(parallel) ?? CheckpointRules.DefaultParallel,
                Orphans = call.Get(orphans),
                Agent = call.Get(agent),
                TaskTimeLimit = call.Get(taskLimit),
                CheckTimeLimit = call.Get(checkLimit),
                IsDryRun = call.Get(dryRun),
                IsJson = call.WantsJson,
                IsQuiet = call.Get(quiet),
            };
            return await new PlanExecution(call.Session, call.Store, choice).RunAsync(cancellationToken);
        });
    }
}
