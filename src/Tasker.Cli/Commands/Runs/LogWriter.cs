using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Commands.Runs;

/// <summary>Writes output of steps to standard output; where it goes over to another step or attempt, a heading says so.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="run">The run.</param>
/// <param name="alone">The only step, whose first attempt shown needs no heading; null: of several each has one.</param>
internal sealed class LogWriter(Session session, RunState run, int? alone)
{
    private (int Node, int Attempt)? _last;

    /// <summary>Writes what is new of an attempt.</summary>
    public async Task WriteAsync(int node, int attempt, AttemptTail tail, bool ended)
    {
        while (tail.ReadNew(ended) is { Count: > 0 } lines)
        {
            await WriteHeadingAsync(node, attempt);
            foreach (var line in lines)
            {
                await session.Out.WriteLineAsync(Fit(line));
            }
        }
    }

    /// <summary>Writes the heading of an attempt, unless its output is what was written last.</summary>
    public async Task WriteHeadingAsync(int node, int attempt)
    {
        if (_last != (node, attempt) && (_last is not null || node != alone))
        {
            await session.Out.WriteLineAsync(session.OutInk.Bold($"== {run.IdOf(node)}{(attempt > 1 ? $" (attempt {attempt})" : "")}"));
        }

        _last = (node, attempt);
    }

    private string Fit(string line)
    {
        var hasColours = line.Contains('\e', StringComparison.Ordinal);
        return !hasColours ? line : session.OutInk.IsOn ? line + "\e[0m" : TextWidth.Plain(line);
    }
}
