using System.CommandLine;
using Tasker.Cli.Commands.Runs;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Reading;
using Tasker.Executors.Processes;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker explain RUN [STEP]</c>: why a step is as it is, from the state that decides.</summary>
internal static class ExplainCommand
{
    private const int MostShown = 50;

    public static void Fill(Command command, Session session)
    {
        var (run, json, project) = (PlanOptions.Run(), PlanOptions.Json(), PlanOptions.Project());
        var step = new Argument<string?>("step") { Description = "Full id of a step or group; default: all that is not done.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(run);
        command.Arguments.Add(step);
        command.Options.Add(json);
        command.Options.Add(project);
        command.SetAction((parse, cancellationToken) => ExplainAsync(
            session, Project.Of(session, parse.GetValue(project)), parse.GetRequiredValue(run), parse.GetValue(step), parse.GetValue(json), cancellationToken));
    }

    private static async Task<int> ExplainAsync(
        Session session, Project project, string text, string? step, bool json, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, text, cancellationToken);
        var run = await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken);
        var now = run.HasEnded ? run.LastFactAt : session.Time.GetUtcNow();
        var nodes = step is null ? Open(run) : [Find(run, step)];
        var isLeft = !run.HasEnded && !(record.Owner is { } owner && OwnerProcess.IsAlive(owner));
        var mask = LogFiles.MaskFor(session, project, run.Workflow);
        if (json)
        {
            await session.Out.WriteLineAsync(Json(run, nodes, Reasons, isLeft));
            return ExitCode.Done;
        }

        var ink = session.OutInk;
        if (isLeft)
        {
            await session.Out.WriteLineAsync(ink.Yellow($"Nobody hosts this run now, so nothing moves. Go on with: tasker runs resume {run.RunId}"));
        }

        if (nodes.Count == 0)
        {
            await session.Out.WriteLineAsync($"Run '{run.RunId}' has {RunOutcome.Word(run.Status)}; every step is done or was skipped.");
        }

        foreach (var node in nodes.Take(MostShown))
        {
            var reasons = Reasons(node);
            await session.Out.WriteLineAsync($"{RunView.Mark(run.StatusOf(node), ink)} {ink.Bold(run.IdOf(node))}: {reasons[0]}");
            foreach (var reason in reasons.Skip(1))
            {
                await session.Out.WriteLineAsync($"    {reason}");
            }
        }

        if (nodes.Count > MostShown)
        {
            await session.Out.WriteLineAsync($"... and {nodes.Count - MostShown} more; --json tells all.");
        }

        return ExitCode.Done;

        string[] Reasons(int node) => [.. Explanation.Of(run, node, now).Select(mask.Apply)];
    }

    private static string Json(RunState run, List<int> nodes, Func<int, string[]> reasonsOf, bool isLeft) => JsonText.Object(
        writer =>
        {
            writer.WriteString("run", run.RunId);
            writer.WriteString("status", RunOutcome.JsonWord(run.Status));
            writer.WriteBoolean("hosted", !isLeft && !run.HasEnded);
            writer.WriteStartArray("nodes");
            foreach (var node in nodes)
            {
                writer.WriteStartObject();
                writer.WriteString("node", run.IdOf(node));
                writer.WriteString("status", RunOutcome.Word(run.StatusOf(node)));
                writer.WriteStartArray("reasons");
                foreach (var reason in reasonsOf(node))
                {
                    writer.WriteStringValue(reason);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        },
        indented: true);

    private static int Find(RunState run, string step)
    {
        var node = run.Find(step);
        return node >= 0 && step.Length > 0
            ? node
            : throw new CommandException(
                ExitCode.WrongInput,
                $"Run '{run.RunId}' has no step '{step}'. {Suggestions.DidYouMean(step, Enumerable.Range(1, run.Count - 1).Select(run.IdOf), $"'tasker runs show {run.RunId}' lists its steps.")}");
    }

    /// <summary>Steps that are neither done nor skipped: failed ones first, then what is under way, then what waits.</summary>
    private static List<int> Open(RunState run)
    {
        var open = Enumerable.Range(1, run.Count - 1)
            .Where(n => run.SpecOf(n) is StepSpec && run.StatusOf(n) is not (NodeStatus.Succeeded or NodeStatus.Skipped));
        return [.. open.OrderBy(n => run.StatusOf(n) switch
        {
            NodeStatus.Failed => 0,
            NodeStatus.RetryWait => 1,
            NodeStatus.Running => 2,
            NodeStatus.Waiting => 3,
            _ => 4,
        })];
    }
}
