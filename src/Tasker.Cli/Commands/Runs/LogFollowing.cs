using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Commands.Runs;

/// <summary>Output of a run as it comes: of all its steps, across their attempts, until the run has ended; or of one step until that has.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="run">The run as it is; it is folded on.</param>
/// <param name="logs">The logs of the project.</param>
/// <param name="settings">The settings of the project.</param>
/// <param name="only">The only step; null: all.</param>
/// <param name="attempt">Its only attempt; null: the latest and those that follow.</param>
internal sealed class LogFollowing(Session session, RunState run, LogFiles logs, ProjectSettings settings, int? only, int? attempt) : IDisposable
{
    /// <summary>Whoever prints all the time is looked at that often, not for each line.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly SortedDictionary<(int Node, int Attempt), AttemptTail> _tails = [];
    private readonly LogWriter _writer = new(session, run, only);

    private bool IsOver => run.HasEnded
        || (only is { } node && (attempt is { } number && number < run.AttemptsOf(node)
            || run.StatusOf(node) is not (NodeStatus.Running or NodeStatus.Waiting or NodeStatus.RetryWait)
            || (attempt is not null && run.StatusOf(node) is not NodeStatus.Running)));

    /// <summary>Shows what is there, and what comes.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="shown">Attempts that are shown from their first line, in this order.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public async Task FollowAsync(IJournal journal, IReadOnlyList<(int Node, int Attempt)> shown, CancellationToken cancellationToken)
    {
        using var watch = new RunWatch(logs.Project, logs.FolderOf(run.RunId), session.Time);
        foreach (var (node, number) in shown)
        {
            Begin(node, number);
            if (run.StatusOf(node) is not NodeStatus.Running || run.AttemptsOf(node) != number)
            {
                await EndAsync(node, number);
            }
        }

        var facts = new List<RunFact>();
        await TakeAsync(facts);
        while (!IsOver)
        {
            await watch.NextAsync(cancellationToken);
            facts.Clear();
            await RunReader.AdvanceAsync(journal, run.RunId, run, facts, cancellationToken);
            await TakeAsync(facts);
            if (!IsOver)
            {
                await Task.Delay(Moment, session.Time, cancellationToken);
            }
        }

        foreach (var (node, number) in _tails.Keys.ToArray())
        {
            await EndAsync(node, number);
        }
    }

    public void Dispose()
    {
        foreach (var tail in _tails.Values)
        {
            tail.Dispose();
        }
    }

    private async Task TakeAsync(List<RunFact> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case RunFact.AttemptStarted f when (only ?? f.Node) == f.Node && (attempt ?? f.Attempt) == f.Attempt:
                    Begin(f.Node, f.Attempt);
                    break;
                case RunFact.AttemptEnded f:
                    await EndAsync(f.Node, f.Attempt);
                    break;
            }
        }

        foreach (var ((node, number), tail) in _tails)
        {
            await _writer.WriteAsync(node, number, tail, ended: false);
        }
    }

    private void Begin(int node, int number)
    {
        if (run.SpecOf(node) is StepSpec step)
        {
            _tails[(node, number)] = new AttemptTail(logs.PathOf(run.RunId, step.Id, number), LogFiles.MaskFor(session, settings, run, node));
        }
    }

    private async Task EndAsync(int node, int number)
    {
        if (_tails.Remove((node, number), out var tail))
        {
            using (tail)
            {
                await _writer.WriteAsync(node, number, tail, ended: true);
            }
        }
    }
}
