using Tasker.Engine.Files;
using Tasker.Planning.Files;

namespace Tasker.Planning.Storing;

/// <summary>What killed processes have left half written in the folders of a plan. Of the state itself it goes with each change.</summary>
public static class PlanLeftovers
{
    /// <summary>Removes it. For the beginning of what works long: looking costs more than a single change does.</summary>
    /// <param name="store">The plan.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlanningException">Somebody holds the lock of the plan for too long.</exception>
    public static Task RemoveAsync(PlanStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.HoldAsync(
            _ =>
            {
                string[] folders = [store.Folder.Root, .. PlanningFolder.Folders.Select(name => Path.Combine(store.Folder.Root, name)), store.Folder.Fsm];
                Array.ForEach(folders, Leftovers.Remove);
                return Task.FromResult(0);
            },
            cancellationToken);
    }
}
