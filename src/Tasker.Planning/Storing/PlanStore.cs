using System.Text;
using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Storing;

/// <summary>Reads and changes the state of one plan. A change is a whole transaction: lock, read, decide, write beside, rename.</summary>
/// <param name="folder">The plan.</param>
/// <param name="time">The clock.</param>
/// <param name="owner">Who changes it, for those who wait for the lock: the command.</param>
/// <param name="memory">For those who change it again and again: what is in the file need not be read while nobody else has written it. Null: it is read each time.</param>
public sealed class PlanStore(PlanningFolder folder, TimeProvider time, string owner, PlanMemory? memory = null)
{
    /// <summary>So many events stay in the state; more, and the older half goes to <see cref="PlanningFolder.EventLog"/>.</summary>
    public const int MostEvents = 200;

    /// <summary>What every message about a broken state ends with.</summary>
    internal const string WayOut =
        "It is not guessed at, so that no task is passed over or done twice. 'tasker doctor --repair' makes it anew from what is there, and keeps the broken file.";

    private const string What = "The state";

    /// <summary>The plan.</summary>
    public PlanningFolder Folder { get; } = folder;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Only who changes something needs it.</summary>
    private PlanLock Lock => new(Folder, Time, owner);

    /// <summary>True when there is a state, whole or not.</summary>
    public bool Exists => Path.Exists(Folder.State) || File.Exists(Folder.State); // The second sees links that lead nowhere.

    /// <summary>The state as it is now. One of another version is translated on the way; the file stays.</summary>
    /// <exception cref="PlanningException">There is none, or it is broken.</exception>
    public PlanState Read() => Load().State;

    /// <summary>The state as it is now; null when there is none.</summary>
    /// <exception cref="PlanningException">It is broken.</exception>
    public PlanState? TryRead() => Exists ? Read() : null;

    /// <summary>Looks at the state as it is now, without a copy of its own where it is remembered.</summary>
    /// <param name="look">Gets the state. It changes nothing and keeps nothing of it: others change it afterwards.</param>
    /// <exception cref="PlanningException">There is none, or it is broken.</exception>
    public async Task<T> LookAsync<T>(Func<PlanState, Task<T>> look, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(look);
        using var turn = memory is null ? null : await memory.TakeAsync(cancellationToken);
        return await look(memory?.Of(Folder.State) ?? Remembered());
    }

    /// <inheritdoc cref="LookAsync{T}(Func{PlanState, Task{T}}, CancellationToken)"/>
    public Task<T> LookAsync<T>(Func<PlanState, T> look, CancellationToken cancellationToken) => LookAsync(state => Task.FromResult(look(state)), cancellationToken);

    /// <summary>Changes the state; nobody else changes it meanwhile. Whatever the change throws leaves it as it was.</summary>
    /// <param name="change">Gets the state and the time; what it writes down with <see cref="PlanState.AddEvent"/> makes it kept.</param>
    /// <exception cref="PlanningException">There is no state, it is broken, it is locked, or the change was refused.</exception>
    public Task<T> ChangeAsync<T>(Func<PlanState, DateTimeOffset, T> change, CancellationToken cancellationToken) =>
        ChangeWithFilesAsync((state, now) => Task.FromResult(change(state, now)), cancellationToken);

    /// <summary>Changes the state by what other files of the plan say. They are read while the state is read, and like it behind the lock.</summary>
    /// <param name="read">Reads the files, on a thread of its own.</param>
    /// <param name="change">Gets the state, what was read, and the time.</param>
    /// <inheritdoc cref="ChangeAsync{T}(Func{PlanState, DateTimeOffset, T}, CancellationToken)"/>
    public async Task<T> ChangeAsync<TRead, T>(Func<TRead> read, Func<PlanState, TRead, DateTimeOffset, T> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(change);
        var (reading, result) = (default(Task<TRead>), default(T)!);
        await ChangeStateAsync(
            // Waited for here, not awaited: what goes on later on another thread has to be compiled for it first, which takes longer.
            (state, now) =>
            {
                result = change(state, reading!.GetAwaiter().GetResult(), now);
                return Task.CompletedTask;
            },
            cancellationToken,
            () => reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return result;
    }

    /// <summary>Changes the state together with other files of the plan.</summary>
    /// <inheritdoc cref="ChangeAsync{T}(Func{PlanState, DateTimeOffset, T}, CancellationToken)"/>
    public async Task<T> ChangeWithFilesAsync<T>(Func<PlanState, DateTimeOffset, Task<T>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var result = default(T)!;
        await ChangeStateAsync(async (state, now) => result = await change(state, now), cancellationToken);
        return result;
    }

    /// <summary>Changes the state. Whatever comes of it beside is none of its business, so it is there once, compiled ahead.</summary>
    /// <param name="change">Changes it.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    /// <param name="held">What to begin when the lock is held, before the state is read; null: nothing.</param>
    private async Task ChangeStateAsync(Func<PlanState, DateTimeOffset, Task> change, CancellationToken cancellationToken, Action? held = null)
    {
        if (!Exists)
        {
            throw NoState(); // Before a lock file is made where there is no plan.
        }

        using var turn = memory is null ? null : await memory.TakeAsync(cancellationToken);
        using var locked = await Lock.TakeAsync(cancellationToken);
        held?.Invoke();
        var (state, migrated) = memory?.Of(Folder.State) is { } known ? (known, null) : Load();
        memory?.Forget(); // What is changed and then not kept was never so.
        var now = Time.GetUtcNow();
        await change(state, now);
        if (state.HasChanged)
        {
            if (migrated is not null)
            {
                await StateMigration.KeepOriginalAsync(Folder, migrated, state, now, cancellationToken);
            }

            await SaveAsync(state, cancellationToken);
        }
    }

    /// <summary>Does something else with the files of the plan; nobody else changes them meanwhile.</summary>
    public async Task<T> HoldAsync<T>(Func<DateTimeOffset, Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        using var turn = memory is null ? null : await memory.TakeAsync(cancellationToken);
        using var held = await Lock.TakeAsync(cancellationToken);
        return await act(Time.GetUtcNow());
    }

    /// <summary>Writes a state. Only for who holds the lock: <see cref="HoldAsync"/>.</summary>
    public async Task SaveAsync(PlanState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        DerivedFields.Update(state);
        SpillEvents(state.Node);
        var bytes = state.Written.Format(state, isKept: memory is not null);
        Leftovers.Remove(Folder.Root);
        var file = await AtomicFile.WriteKnownAsync(Folder.State, bytes, cancellationToken);
        state.MarkSaved();
        memory?.Keep(state, file);

        // The copy is for when another program breaks the state. A machine that loses power has the state itself, which is flushed.
        await AtomicFile.WriteAsync(Folder.StateBackup, bytes, isFlushed: false, CancellationToken.None);
    }

    /// <summary>The refusal of every command that needs a plan where there is none.</summary>
    public PlanningException NoState() => new(
        PlanningCodes.NoState,
        $"There is no plan in '{Folder.Root}': it has no state.json. 'tasker state init <dir>' begins one, '-p <dir>' names another folder{(File.Exists(Folder.StateBackup) ? ", 'tasker doctor --repair' makes one that was lost anew" : "")}.");

    private PlanState Remembered()
    {
        var file = FileIdentity.Of(Folder.State); // Before it is read: what is written meanwhile is another file.
        var (state, migrated) = Load();
        memory?.Keep(state, migrated is null ? file : null);
        return state;
    }

    private (PlanState State, MigratedState? Migrated) Load()
    {
        try
        {
            var bytes = Content();
            if (JsonFile.Look(bytes) is { } part && StateMigration.IsCurrent(new JsonLook(part)))
            {
                return (new PlanState(part, Folder.State), null);
            }

            var node = JsonFile.Parse(bytes, Folder.State, What);
            var migrated = StateMigration.Migrate(node, bytes, Folder.State);
            return (new PlanState(migrated?.State ?? node, Folder.State), migrated);
        }
        catch (PlanningException broken) when (broken.Code == PlanningCodes.Corrupt)
        {
            throw new PlanningException(PlanningCodes.Corrupt, $"{broken.Message} {WayOut}");
        }
    }

    private byte[] Content()
    {
        try
        {
            return JsonFile.Bytes(Folder.State) is { Length: > 0 } bytes ? bytes : throw Odd() ?? NoState();
        }
        catch (PlanningException) when (Odd() is { } odd)
        {
            throw odd;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw Odd() ?? new PlanningException(
                PlanningCodes.Io, $"The state cannot be read: '{Folder.State}': {closed.Message} Its owner can permit it: 'chmod u+rw'; nothing was changed.");
        }
    }

    private PlanningException? Odd() => OddState.Kind(Folder.State) is { } kind
        ? new PlanningException(PlanningCodes.Corrupt, $"The state is broken: '{Folder.State}' {kind}; a file with JSON should be there.")
        : null;

    /// <summary>
    /// Events that the state holds no longer are in the log before the state is written without them; who reads both knows them by their
    /// number when a crash came between.
    /// </summary>
    private void SpillEvents(JsonObject node)
    {
        if (node["events"] is not JsonArray { Count: > MostEvents } events)
        {
            return;
        }

        var gone = events.Count - (MostEvents / 2);
        var style = new System.Text.Json.JsonSerializerOptions { Encoder = JsonFile.Style.Encoder };
        var lines = new StringBuilder();
        for (var i = 0; i < gone; i++)
        {
            lines.Append(events[i]?.ToJsonString(style) ?? "null").Append('\n');
        }

        Directory.CreateDirectory(Folder.Logs);
        using (var log = AppendHandle.Open(Folder.EventLog))
        {
            AppendHandle.Write(log, Encoding.UTF8.GetBytes(lines.ToString()));
            RandomAccess.FlushToDisk(log);
        }

        events.RemoveRange(0, gone);
    }
}
