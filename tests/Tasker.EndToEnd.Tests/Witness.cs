using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// Compares what the journal says with what steps have written down, after each kill: what was journalled as done stays done and is
/// never begun again, no attempt is begun twice, and facts only grow.
/// </summary>
/// <param name="binary">Where the run is.</param>
/// <param name="runId">The run; null: the only one there is.</param>
internal sealed class Witness(RealBinary binary, string? runId)
{
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private IReadOnlyList<RunFact> _facts = [];

    /// <summary>Steps that the journal has as done.</summary>
    public int Done => _done.Count;

    /// <summary>Looks at what is there now that no owner lives.</summary>
    /// <returns>The run; null when there is none yet.</returns>
    public async Task<RunState?> LookAsync(string when)
    {
        var ledger = Ledger.Of(binary);
        ledger.CheckKeys();
        var begins = ledger.Begins();
        foreach (var (step, count) in _done)
        {
            Assert.True(begins.GetValueOrDefault(step) == count, $"{when}: '{step}' was done and has been begun again.");
        }

        if (await LeftJournal.ReadAsync(binary, runId) is not var (run, facts))
        {
            Assert.True(_facts.Count == 0, $"{when}: the run is gone.");
            Assert.Empty(ledger.Begun);
            return null;
        }

        Assert.True(facts.Length >= _facts.Count, $"{when}: {_facts.Count - facts.Length} facts are gone.");
        for (var i = 0; i < _facts.Count; i++)
        {
            Assert.True(_facts[i].GetType() == facts[i].GetType() && _facts[i].At == facts[i].At, $"{when}: fact {i} has changed.");
        }

        _facts = facts;
        Note(run, ledger, begins, when);
        return run;
    }

    private void Note(RunState run, Ledger ledger, Dictionary<string, int> begins, string when)
    {
        var ended = ledger.Ended.Select(Ledger.StepOf).ToHashSet(StringComparer.Ordinal);
        for (var node = 1; node < run.Count; node++)
        {
            var step = run.IdOf(node);
            if (run.StatusOf(node) is NodeStatus.Succeeded && run.SpecOf(node) is StepSpec work && WritesDown(work.Action))
            {
                Assert.True(ended.Contains(step), $"{when}: the journal says that '{step}' is done, and it never came to its end.");
                _done[step] = begins[step];
            }
            else
            {
                Assert.False(_done.ContainsKey(step), $"{when}: '{step}' was done and is {run.StatusOf(node)} now.");
                Assert.True(
                    begins.GetValueOrDefault(step) <= run.AttemptsOf(node),
                    $"{when}: '{step}' began {begins.GetValueOrDefault(step)} times, "
                        + $"the journal knows of {run.AttemptsOf(node)} attempts.");
            }
        }
    }

    /// <summary>Agents of these tests all do.</summary>
    private static bool WritesDown(StepAction action) =>
        action is StepAction.Agent
            || (action is StepAction.Run work && work.Command.Line?.Contains(Ledger.File, StringComparison.Ordinal) == true);
}
