using Tasker.Engine.Ports;

namespace Tasker.Storage;

/// <summary>Says why an owner may not write, in the same words for every journal.</summary>
internal static class LostOwnership
{
    public static OwnershipLostException Deleted(RunOwnership ours) =>
        new($"Run '{ours.RunId}' is not in the journal any more; it was deleted. This process stops working on it.");

    public static OwnershipLostException Taken(RunOwnership ours, OwnerIdentity? owner, long epoch) => new((owner, epoch) switch
    {
        (null, _) when epoch == ours.Epoch =>
            $"Run '{ours.RunId}' was released, so nothing more can be written to it under epoch {epoch}. "
            + "Take the run again to go on.",
        (null, _) =>
            $"Run '{ours.RunId}' was taken over by another process, which has released it since (epoch {epoch}, ours is "
            + $"{ours.Epoch}). This process stops working on it.",
        _ =>
            $"Run '{ours.RunId}' was taken over by {owner} (epoch {epoch}, ours is {ours.Epoch}). "
            + "This process stops working on it; the new owner goes on.",
    });

    public static OwnershipLostException Moved(RunOwnership ours, long expected, long actual) => new(
        $"Run '{ours.RunId}' has {actual} facts where {expected} were expected, so somebody else has written to it. "
        + "This process stops working on it.");
}
