using Tasker.Core.Runs;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Testing;
using Tasker.Testing.Executors;
using static Tasker.Engine.Tests.TestEngine;

namespace Tasker.Engine.Tests;

/// <summary>The owner dies at every append of random runs, before or just after it became durable. What finished stays finished.</summary>
public sealed class CrashTests
{
    private const WorkflowFeatures Plain =
        WorkflowFeatures.Groups | WorkflowFeatures.CrossNeeds | WorkflowFeatures.Retries | WorkflowFeatures.Pools;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_survives_a_crash_at_every_append(bool durable)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            for (var crash = 1; await CrashAsync(seed, crash, durable); crash++)
            {
            }
        }
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_told_once_by_the_end_of_the_run_alone()
    {
        await using var engine = new TestEngine { Executor = new ScriptedExecutor { Rule = _ => AttemptEnd.Done } };
        var journal = new FaultyJournal(engine.Store);
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a")), journal);
        journal.GoneFrom(journal.Appends + 2);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => host.RunAsync(CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Empty(engine.ReportsLeft());
    }

    /// <summary>Runs until the crash, then recovers and runs to the end.</summary>
    /// <returns>False when the run ended before the crash came.</returns>
    private static async Task<bool> CrashAsync(int seed, int crash, bool durable)
    {
        await using var engine = new TestEngine { Executor = new ScriptedExecutor { Rule = _ => AttemptEnd.Done } };
        var journal = new FaultyJournal(engine.Store);
        var workflow = RandomWorkflows.Create(seed, 12, Plain);
        await using var first = await engine.CreateAsync(workflow, journal);
        if (durable)
        {
            journal.FailAfter(journal.Appends + crash, FaultyJournal.DiskFull);
        }
        else
        {
            journal.FailBefore(journal.Appends + crash, FaultyJournal.DiskFull);
        }

        try
        {
            await first.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
            return false;
        }
        catch (JournalUnavailableException)
        {
            // The crash.
        }

        engine.DeadOwners.Add(1);
        var before = await engine.ReadAsync();
        var finished = Enumerable.Range(0, before.Count).Where(n => before.StatusOf(n) is NodeStatus.Succeeded).Select(before.IdOf)
            .ToHashSet();
        var attemptsBefore = engine.Executor.Log.Count;
        await using var second = (await RunHost.RecoverAsync(engine.Parts(), Run, CancellationToken.None))!;
        var run = await second.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        foreach (var key in engine.Executor.Log.Skip(attemptsBefore))
        {
            var step = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..key.LastIndexOf('/')];
            Assert.False(finished.Contains(step), $"Seed {seed}, crash {crash}: '{step}' had finished and was run again.");
        }

        Assert.Equal(engine.Executor.Log.Count, engine.Executor.Log.Distinct().Count());
        return true;
    }
}
