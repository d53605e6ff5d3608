using System.CommandLine;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs logs RUN [STEP]</c>: the output of steps, secrets masked, without anything that could harm a terminal.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static Command Create(Session session)
    {
        var (run, project) = (PlanOptions.Run(), PlanOptions.Project());
        var step = new Argument<string?>("step") { Description = "Full id of the step; default: all, one after the other.", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the step has ended." };
        var attempt = PlanOptions.Number("--attempt", "Which attempt; default: the latest.", 1, 1_000_000);
        var command = new Command("logs", "Show the output of steps.") { run, step, follow, attempt, project };
        command.SetAction((parse, cancellationToken) => ShowAsync(
            session, Project.Of(session, parse.GetValue(project)),
            new LogRequest(parse.GetRequiredValue(run), parse.GetValue(step), parse.GetValue(follow), parse.GetValue(attempt)), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(Session session, Project project, LogRequest request, CancellationToken cancellationToken)
    {
        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, request.Run, cancellationToken);
        var run = await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken);
        var settings = project.ReadSettings(session).Value ?? Engine.Settings.ProjectSettings.Default;
        var mask = LogFiles.MaskFor(session, settings, run.Workflow);
        var (logs, shown) = (new LogFiles(project), 0);
        foreach (var node in NodesOf(run, request.Step))
        {
            var attempt = request.Attempt ?? run.AttemptsOf(node);
            if (attempt > run.AttemptsOf(node))
            {
                throw new CommandException(ExitCode.WrongInput, $"'{run.IdOf(node)}' has made {Words.Count(run.AttemptsOf(node), "attempt")}; there is no attempt {attempt}.");
            }

            var path = logs.PathOf(run.RunId, run.IdOf(node), attempt);
            if (request.Step is null)
            {
                if (!File.Exists(path))
                {
                    continue;
                }

                await session.Out.WriteLineAsync(session.OutInk.Bold($"== {run.IdOf(node)}{(attempt > 1 ? $" (attempt {attempt})" : "")}"));
            }
            else if (!File.Exists(path) && !(request.IsFollowing && !run.HasEnded))
            {
                throw new CommandException(ExitCode.Failed, $"There is no log of '{run.IdOf(node)}': {Explanation.Of(run, node, session.Time.GetUtcNow())[0]}");
            }

            shown++;
            await CopyAsync(session, new LogTail(path, mask), journal, run, node, request.IsFollowing, cancellationToken);
        }

        if (shown == 0)
        {
            await session.Error.WriteLineAsync("No step of this run has written a log.");
        }

        return ExitCode.Done;
    }

    private static List<int> NodesOf(RunState run, string? step)
    {
        if (step is null)
        {
            return [.. Enumerable.Range(1, run.Count - 1).Where(n => run.AttemptsOf(n) > 0 && run.SpecOf(n) is StepSpec).OrderBy(n => run.StartedAt(n))];
        }

        var node = run.Find(step);
        return node > 0 && run.SpecOf(node) is StepSpec
            ? [node]
            : throw new CommandException(
                ExitCode.WrongInput,
                $"Run '{run.RunId}' has no step '{step}'. {Suggestions.DidYouMean(step, Enumerable.Range(1, run.Count - 1).Select(run.IdOf), $"'tasker runs show {run.RunId}' lists its steps.")}");
    }

    private static async Task CopyAsync(
        Session session, LogTail tail, IJournal journal, RunState run, int node, bool follow, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ended = !follow || run.HasEnded || run.StatusOf(node) is not (NodeStatus.Running or NodeStatus.Waiting or NodeStatus.RetryWait);
            while (tail.ReadNew(ended) is { Count: > 0 } lines)
            {
                foreach (var line in lines)
                {
                    await session.Out.WriteLineAsync(session.OutInk.IsOn ? line + (line.Contains('\e', StringComparison.Ordinal) ? "\e[0m" : "") : StripColours(line));
                }
            }

            if (ended)
            {
                return;
            }

            await Task.Delay(Look, session.Time, cancellationToken);
            await RunReader.AdvanceAsync(journal, run.RunId, run, null, cancellationToken);
        }
    }

    private static string StripColours(string line) => line.Contains('\e', StringComparison.Ordinal) ? TextWidth.Plain(line) : line;

    private sealed record LogRequest(string Run, string? Step, bool IsFollowing, int? Attempt);
}
