using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Projects;

/// <summary>Finds the run that somebody means: by its id, the beginning of it, or as the newest.</summary>
internal static class RunFinder
{
    private const int MostCompared = 1000;
    private const int MostListed = 5;

    /// <summary>The run.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public static async Task<RunRecord> FindAsync(IJournal journal, string text, CancellationToken cancellationToken)
    {
        if (text == "last")
        {
            await foreach (var newest in journal.ListAsync(new RunFilter(Limit: 1), cancellationToken))
            {
                return newest;
            }

            throw new CommandException(ExitCode.WrongInput, "There are no runs yet. 'tasker run' makes one.");
        }

        if (text.Length > 0 && await journal.FindAsync(text, cancellationToken) is { } exact)
        {
            return exact;
        }

        var (begun, known) = (new List<RunRecord>(), new List<string>());
        await foreach (var run in journal.ListAsync(new RunFilter(), cancellationToken))
        {
            if (text.Length > 0 && run.RunId.StartsWith(text, StringComparison.Ordinal))
            {
                begun.Add(run);
            }

            if (known.Count < MostCompared)
            {
                known.Add(run.RunId);
            }
        }

        return begun switch
        {
            [var only] => only,
            [] => throw new CommandException(
                ExitCode.WrongInput,
                known.Count == 0
                    ? $"There is no run '{text}'; this project has no runs. Use --project for another one."
                    : $"There is no run '{text}'. {Suggestions.DidYouMean(text, known, "'tasker runs list' shows the runs there are.")}"),
            _ => throw new CommandException(
                ExitCode.WrongInput,
                $"'{text}' is the beginning of {begun.Count} runs: {string.Join(", ", begun.Take(MostListed).Select(r => r.RunId))}{(begun.Count > MostListed ? " ..." : "")}. Write more of it."),
        };
    }
}
