using System.Buffers;
using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;

namespace Tasker.Engine.Hosting;

/// <summary>Creating, recovering and leaving of runs.</summary>
public sealed partial class RunHost
{
    /// <summary>Creates a run and becomes its owner. Nothing is begun before <see cref="RunAsync"/>.</summary>
    /// <param name="parts">What the engine is made of.</param>
    /// <param name="workflow">The workflow; it has passed <c>WorkflowChecks</c>.</param>
    /// <param name="runId">A new id, unique in the journal.</param>
    /// <param name="inputs">What it is given; checked against the workflow's inputs.</param>
    /// <exception cref="RunExistsException">There is a run with this id.</exception>
    public static Task<RunHost> CreateAsync(
        EngineParts parts, Workflow workflow, string runId, Value.Map inputs, CancellationToken cancellationToken) =>
        CreateAsync(parts, workflow, runId, inputs, null, cancellationToken);

    /// <summary>Creates a run that goes on where an ended one stopped: what succeeded there is taken over, the rest is run.</summary>
    /// <exception cref="RunNotFoundException">There is no run <paramref name="ended"/>.</exception>
    public static async Task<RunHost> ContinueAsync(EngineParts parts, string ended, string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var before = await RunReader.ReadAsync(parts.Journal, ended, null, cancellationToken);
        return await CreateAsync(parts, before.Workflow, runId, before.Inputs, before, cancellationToken);
    }

    /// <summary>Takes over a run whose owner is gone.</summary>
    /// <returns>The host; null when the run has another owner that lives.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="JournalDamagedException">The journal cannot be read to its end.</exception>
    public static async Task<RunHost?> RecoverAsync(EngineParts parts, string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var ownership = await parts.Journal.AcquireAsync(runId, parts.Owner, parts.Options.Lease, cancellationToken);
        if (ownership is null)
        {
            return null;
        }

        var facts = parts.Projections.IsEmpty ? null : new List<RunFact>();
        var run = await RunReader.ReadAsync(parts.Journal, runId, facts, cancellationToken);
        var host = new RunHost(parts, ownership, run);
        await host.RecoverViewsAsync(facts ?? [], cancellationToken);
        if (!run.HasEnded)
        {
            host.ReattachAll();
        }

        return host;
    }

    /// <summary>What lists of runs show of a state.</summary>
    public static RunSummaryUpdate SummaryOf(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunSummaryUpdate(
            run.Status,
            run.StepsThat(NodeStatus.Succeeded) + run.StepsThat(NodeStatus.Skipped),
            run.StepsThat(NodeStatus.Failed),
            run.StepCount,
            run.HasEnded ? run.LastFactAt : null);
    }

    private static async Task<RunHost> CreateAsync(
        EngineParts parts, Workflow workflow, string runId, Value.Map inputs, RunState? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(workflow);
        var encoded = WorkflowCodec.Encode(workflow);
        var hash = WorkflowCodec.Hash(encoded);
        var now = parts.Time.GetUtcNow();
        var run = new RunState(workflow);
        var facts = new List<RunFact>();
        var rules = new RunRules(run);
        rules.Create(runId, hash, inputs, before?.RunId, now, facts);
        if (before is not null)
        {
            rules.TakeOver(before, now, facts);
        }

        var buffer = new ArrayBufferWriter<byte>();
        FactCodec.Encode(facts, buffer);
        var ownership = await parts.Journal.CreateAsync(
            new NewRun(
                runId, workflow.Name, workflow.FrontDoor, workflow.Source, now, hash, encoded, facts.Count, buffer.WrittenMemory,
                ImmutableSortedDictionary<string, string>.Empty),
            parts.Owner, parts.Options.Lease, cancellationToken);
        run.TakeChanges();
        var host = new RunHost(parts, ownership, run);
        await host.RecoverViewsAsync(facts, cancellationToken);
        return host;
    }

    private async Task RecoverViewsAsync(IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        foreach (var projection in _parts.Projections)
        {
            await GuardedAsync(projection, projection.RecoverAsync(_run, facts, cancellationToken));
        }
    }

    /// <summary>Stops what would not survive us and gives the run up. The second call does nothing.</summary>
    private async Task LeaveAsync()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        await _leaving.CancelAsync();
        _bell?.Dispose();
        await _timer.DisposeAsync();
        await _renewal.DisposeAsync();
        var foreground = _underWay.Values.Where(a => !a.OutlivesOwner).ToArray();
        foreach (var attempt in _underWay.Values)
        {
            attempt.Ending();
        }

        foreach (var attempt in foreground)
        {
            attempt.Stop();
        }

        await Task.WhenAll(foreground.Select(a => a.Over));
        foreach (var projection in _parts.Projections)
        {
            await GuardedAsync(projection, projection.LeaveAsync(isOwner: _lost is null));
        }

        if (_lost is null)
        {
            await ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _parts.Journal.ReleaseAsync(_ownership, CancellationToken.None);
        }
        catch (JournalException) when (_journalFailed)
        {
            // That the journal cannot be written is told already, by what ended the loop.
        }
        catch (JournalException unreachable)
        {
            _parts.Report($"Run '{RunId}' could not be released: {unreachable.Message} Its lease ends by itself.");
        }
    }
}
