using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Storage.Memory;

/// <summary>One run as the memory journal keeps it; used under the journal's lock only.</summary>
internal sealed class MemoryRun(NewRun run, long number)
{
    private readonly List<JournalSegment> _segments = [];

    /// <summary>Rises with every run that is created; tells runs of the same instant apart.</summary>
    public long Number { get; } = number;

    public NewRun Created { get; } = run with { Workflow = default, Facts = default };

    public long Position { get; private set; }

    public RunSummaryUpdate Summary { get; set; } = new(RunStatus.Running, 0, 0, 0, null);

    public OwnerIdentity? Owner { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public long Epoch { get; private set; }

    public List<RunMessage> Messages { get; } = [];

    public RunOwnership Own(OwnerIdentity owner, DateTimeOffset until)
    {
        (Owner, LeaseUntil, Epoch) = (owner, until, Epoch + 1);
        return new RunOwnership(Created.RunId, owner, Epoch);
    }

    // The owner counts besides the epoch: a run that was deleted and created anew begins at epoch 1 again.
    public bool IsOwnedBy(RunOwnership ownership) => Owner == ownership.Owner && Epoch == ownership.Epoch;

    public void Renew(DateTimeOffset until) => LeaseUntil = until;

    public void Release() => (Owner, LeaseUntil) = (null, null);

    public void Append(int count, ReadOnlyMemory<byte> facts)
    {
        _segments.Add(new JournalSegment(Position, count, facts.ToArray()));
        Position += count;
    }

    /// <summary>Up to <paramref name="most"/> segments, from the one that holds a position.</summary>
    public IReadOnlyList<JournalSegment> From(long position, int most)
    {
        var (low, high) = (0, _segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _segments[middle].Position + _segments[middle].Count <= position
                ? (middle + 1, high)
                : (low, middle);
        }

        return _segments.GetRange(low, Math.Min(most, _segments.Count - low));
    }

    public RunRecord ToRecord() => new(
        Created.RunId, Created.Name, Created.FrontDoor, Created.Source, Created.CreatedAt.ToUniversalTime(),
        Created.WorkflowHash, Position, Summary, Owner, LeaseUntil, Epoch, Created.Labels);
}
