using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Control;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.Processes;

namespace Tasker.Cli.Commands.Runs;

/// <summary>Asks something of a run: tried here for a refusal at once, and left for the owner, whose journal tells when it has happened.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="project">The project.</param>
/// <param name="journal">Its journal.</param>
internal sealed class ControlClient(Session session, Project project, IJournal journal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>What came of a request.</summary>
    public enum Answer
    {
        /// <summary>It is in the journal.</summary>
        Done,

        /// <summary>It changes nothing: the run is so already.</summary>
        Nothing,

        /// <summary>Nobody owns the run; whoever takes it over does what was asked first.</summary>
        NobodyOwns,
    }

    /// <summary>Asks.</summary>
    /// <param name="run">The run.</param>
    /// <param name="message">What is asked.</param>
    /// <exception cref="CommandException">It is refused, or the owner did not do it in time.</exception>
    public async Task<Answer> AskAsync(RunRecord run, ControlMessage message, CancellationToken cancellationToken)
    {
        // A long journal takes its time to read. What needs no look at the run arrives before that.
        var isUrgent = message.IsForWholeRun && run.Summary.EndedAt is null;
        if (isUrgent)
        {
            await SendAsync(run.RunId, message, cancellationToken);
        }

        var view = await RunReader.ReadAsync(journal, run.RunId, null, cancellationToken, isUrgent ? run.Position : long.MaxValue);
        var before = view.Position;
        var expected = Try(view, message);
        if (expected.Count == 0)
        {
            return Answer.Nothing;
        }

        if (!isUrgent)
        {
            await SendAsync(run.RunId, message, cancellationToken);
        }

        if (run.Owner is not { } owner || !OwnerProcess.IsAlive(owner))
        {
            return Answer.NobodyOwns;
        }

        return await SeenAsync(run.RunId, before, expected[0], cancellationToken)
            ? Answer.Done
            : throw new CommandException(
                ExitCode.Failed,
                $"{owner} owns run '{run.RunId}' and has not answered within {Patience.TotalSeconds:0} s. What was asked is kept and done as soon as it does. "
                + "'tasker doctor' tells whether that process is in trouble.");
    }

    /// <summary>Before a run that nobody hosts is hosted: one that was paused is to go on then.</summary>
    /// <returns>The run as it is.</returns>
    public async Task<RunState> BeforeHostingAsync(string runId, CancellationToken cancellationToken)
    {
        var view = await RunReader.ReadAsync(journal, runId, null, cancellationToken);
        if (view.IsPaused)
        {
            await journal.SendAsync(runId, new ControlMessage("resume", session.User).Encode(), cancellationToken);
        }

        return view;
    }

    private async Task SendAsync(string runId, ControlMessage message, CancellationToken cancellationToken)
    {
        await journal.SendAsync(runId, message.Encode(), cancellationToken);
        new SocketBell(project.StorePath).Ring(runId);
    }

    /// <summary>Tries a request on a state of our own; the journal is not touched.</summary>
    private List<RunFact> Try(RunState view, ControlMessage message)
    {
        var facts = new List<RunFact>();
        var input = message.ToInput(view, out var refusal);
        refusal = input is null ? refusal : new RunRules(view).Decide(input, session.Time.GetUtcNow(), facts) ?? "";
        return refusal.Length == 0 ? facts : throw new CommandException(ExitCode.Failed, refusal);
    }

    /// <summary>Waits until the journal has a fact of the kind that the request makes.</summary>
    private async Task<bool> SeenAsync(string runId, long from, RunFact expected, CancellationToken cancellationToken)
    {
        var start = session.Time.GetTimestamp();
        while (true)
        {
            await foreach (var segment in journal.ReadAsync(runId, from, cancellationToken))
            {
                if (FactCodec.Decode(segment.Facts.Span).Any(f => f.GetType() == expected.GetType()) && segment.Position + segment.Count > from)
                {
                    return true;
                }

                from = segment.Position + segment.Count;
            }

            if (session.Time.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            await Task.Delay(Look, session.Time, cancellationToken);
        }
    }
}
