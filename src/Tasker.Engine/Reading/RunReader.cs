using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Reading;

/// <summary>Folds the journal of a run into its state: for recovery, and for whoever only looks.</summary>
public static class RunReader
{
    /// <summary>The state of a run as its journal is now, or was earlier.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="runId">The run.</param>
    /// <param name="facts">Gets every fact in order, when given.</param>
    /// <param name="upTo">The position at which to stop, as a <see cref="RunRecord"/> told it. Default: the end.</param>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="JournalDamagedException">The journal is damaged, or does not fit its workflow.</exception>
    public static async Task<RunState> ReadAsync(
        IJournal journal, string runId, List<RunFact>? facts, CancellationToken cancellationToken, long upTo = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var encoded = await journal.ReadWorkflowAsync(runId, cancellationToken);
        var run = new RunState(Decode(runId, encoded));
        await AdvanceAsync(journal, runId, run, facts, cancellationToken, upTo);
        run.TakeChanges();
        return run;
    }

    /// <summary>Folds what was appended since <paramref name="run"/> was read, up to a position.</summary>
    public static async Task AdvanceAsync(
        IJournal journal, string runId, RunState run, List<RunFact>? facts, CancellationToken cancellationToken, long upTo = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(run);
        await foreach (var segment in journal.ReadAsync(runId, run.Position, cancellationToken))
        {
            if (segment.Position >= upTo)
            {
                return;
            }

            try
            {
                var skip = run.Position - segment.Position;
                FactCodec.Decode(segment.Facts.Span, fact =>
                {
                    if (skip-- <= 0)
                    {
                        run.Apply(fact);
                        facts?.Add(fact);
                    }
                });
            }
            catch (Exception broken) when (broken is FormatException or InvalidOperationException)
            {
                throw new JournalDamagedException(runId, run.Position, broken.Message);
            }
        }
    }

    private static Workflow Decode(string runId, ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return WorkflowCodec.Decode(encoded.Span);
        }
        catch (FormatException broken)
        {
            throw new JournalDamagedException(runId, 0, "its frozen workflow cannot be read: " + broken.Message);
        }
    }
}
