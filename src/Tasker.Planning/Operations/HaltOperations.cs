using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Operations;

/// <summary>Asking for a stop of a plan and taking it back, with the stop file that belongs to it. They hold the lock of the plan.</summary>
/// <param name="store">The plan.</param>
public sealed class HaltOperations(PlanStore store)
{
    private PlanningFolder Folder => store.Folder;

    /// <summary>How it is.</summary>
    /// <exception cref="PlanningException">There is no plan, or its state is broken.</exception>
    public Halting Now => Directory.Exists(Folder.Root)
        ? Halting.Of(store.TryRead(), File.Exists(Folder.StopFile))
        : throw new PlanningException(PlanningCodes.NoState, $"There is no plan: no folder '{Folder.Root}'.");

    /// <inheritdoc cref="HaltRules.Request"/>
    public Task<string> RequestAsync(string reason, string by, CancellationToken cancellationToken) =>
        store.ChangeAsync((state, now) => HaltRules.Request(state, reason, by, now), cancellationToken);

    /// <inheritdoc cref="HaltRules.Confirm"/>
    public Task<IReadOnlyList<string>> ConfirmAsync(CancellationToken cancellationToken) =>
        store.ChangeAsync((state, now) => HaltRules.Confirm(state, File.Exists(Folder.StopFile), now), cancellationToken);

    /// <summary>Takes the request back, and the stop file away. A stop file alone, without a state, can be taken back, too.</summary>
    /// <param name="force">True: also when it was stopped for good.</param>
    /// <returns>How it was before.</returns>
    /// <exception cref="PlanningException">There is neither a state nor a stop file, or it was stopped for good; nothing was changed.</exception>
    public async Task<Halting> ResumeAsync(bool force, CancellationToken cancellationToken)
    {
        var stopFile = File.Exists(Folder.StopFile);
        if (!store.Exists && !stopFile)
        {
            throw store.NoState();
        }

        var before = store.Exists
            ? await store.ChangeAsync((state, now) => HaltRules.Resume(state, stopFile, force, now), cancellationToken)
            : Halting.Of(null, stopFile);
        if (stopFile)
        {
            File.Delete(Folder.StopFile);
        }

        return before;
    }

    /// <summary>What came of <see cref="ResumeAsync"/>, for people.</summary>
    public static string Told(Halting before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return !before.IsHalted ? "Nothing to resume."
            : $"Execution resumed{(before.StopFileExists ? " (STOP file removed)" : "")}{(before.ActiveTask is { } active ? $"\nPreviously active task: {active}" : "")}";
    }
}
