using System.CommandLine;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Reading;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;
using Tasker.Executors.Processes;

namespace Tasker.Cli.Commands.Runs;

/// <summary><c>tasker runs logs RUN [STEP]</c>: the output of steps, secrets masked, without anything that could harm a terminal.</summary>
internal static class LogsCommand
{
    public static Command Create(Session session)
    {
        var (run, project) = (PlanOptions.Run(), PlanOptions.Project());
        var step = new Argument<string?>("step") { Description = "Full id of the step; default: all, one after the other.", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Show more as it comes, until the run has ended; of one step, until that has." };
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
        var (logs, settings) = (new LogFiles(project), project.ReadSettings(session).Value ?? ProjectSettings.Default);
        int? only = request.Step is { } step ? StepOf(run, step) : null;
        if (only is { } single && request.Attempt is { } number && number > run.AttemptsOf(single))
        {
            throw new CommandException(
                ExitCode.WrongInput,
                $"'{request.Step}' has made {Words.Count(run.AttemptsOf(single), "attempt")}; there is no attempt {number}.");
        }

        if (only is null && request.Attempt is { } which && which > Most(run) && !(request.IsFollowing && !run.HasEnded))
        {
            throw new CommandException(
                ExitCode.WrongInput, $"No step of this run has made more than {Words.Count(Most(run), "attempt")}; there is no attempt {which}.");
        }

        var nodes = only is { } one ? [one] : Begun(run).FindAll(node => run.AttemptsOf(node) >= (request.Attempt ?? 1));
        if (request.IsFollowing && !run.HasEnded)
        {
            if (record.Owner is not { } owner || !OwnerProcess.IsAlive(owner))
            {
                await session.Error.WriteLineAsync($"Nobody hosts this run now. More comes once it goes on: tasker runs resume {run.RunId}");
            }

            using var following = new LogFollowing(session, run, logs, settings, only, request.Attempt);
            var shown = nodes.Where(node => run.AttemptsOf(node) > 0).Select(node => (node, request.Attempt ?? run.AttemptsOf(node)));
            await following.FollowAsync(journal, [.. shown], cancellationToken);
            return ExitCode.Done;
        }

        var (writer, written) = (new LogWriter(session, run, only), 0);
        foreach (var node in nodes)
        {
            var attempt = request.Attempt ?? run.AttemptsOf(node);
            var path = logs.PathOf(run.RunId, run.IdOf(node), attempt);
            if (File.Exists(path))
            {
                written++;
                using var tail = new AttemptTail(path, LogFiles.MaskFor(session, settings, run, node));
                await writer.WriteHeadingAsync(node, attempt);
                await writer.WriteAsync(node, attempt, tail, ended: true);
            }
            else if (only is not null)
            {
                throw new CommandException(
                    ExitCode.Failed, $"There is no log of '{run.IdOf(node)}': {Explanation.Of(run, node, session.Time.GetUtcNow())[0]}");
            }
        }

        if (written == 0)
        {
            await session.Error.WriteLineAsync("No step of this run has written a log.");
        }

        return ExitCode.Done;
    }

    /// <summary>Steps that were begun, in the order in which they were.</summary>
    private static List<int> Begun(RunState run) =>
        [.. Enumerable.Range(1, run.Count - 1).Where(n => run.AttemptsOf(n) > 0 && run.SpecOf(n) is StepSpec).OrderBy(n => run.StartedAt(n))];

    private static int Most(RunState run) => Begun(run).Select(run.AttemptsOf).DefaultIfEmpty().Max();

    private static int StepOf(RunState run, string step)
    {
        var node = run.Find(step);
        if (node > 0 && run.SpecOf(node) is StepSpec)
        {
            return node;
        }

        var near = Suggestions.DidYouMean(
            step, Enumerable.Range(1, run.Count - 1).Select(run.IdOf), $"'tasker runs show {run.RunId}' lists its steps.");
        throw new CommandException(ExitCode.WrongInput, $"Run '{run.RunId}' has no step '{step}'. {near}");
    }

    private sealed record LogRequest(string Run, string? Step, bool IsFollowing, int? Attempt);
}
