using Tasker.Planning.Archives;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Repairing;

/// <summary>What a new state is made from: the last good copy, else what is whole of the broken file, else the newest copy of an earlier time, else nothing.</summary>
/// <param name="State">The state to go on from; null: there is nothing.</param>
/// <param name="Told">What it is, for people.</param>
/// <param name="IsCurrent">True when it is how the state was after its last change.</param>
/// <param name="Dropped">What of it was wrong and was left out.</param>
internal sealed record RepairSource(PlanState? State, string Told, bool IsCurrent, IReadOnlyList<SchemaProblem> Dropped)
{
    /// <summary>Finds the best one.</summary>
    public static RepairSource Find(PlanStore store)
    {
        var folder = store.Folder;
        if (Whole(folder.StateBackup) is { } copy)
        {
            return new RepairSource(copy, "state.json.bak, the copy that its last change made", IsCurrent: true, []);
        }

        if (StateSalvage.Of(folder.State) is { } salvage)
        {
            return new RepairSource(salvage.State, "what is whole of state.json itself", IsCurrent: false, salvage.Dropped);
        }

        var older = Copies(store).Select(path => (Path: path, State: Whole(path))).Where(one => one.State is not null).OrderByDescending(one => At(one.Path, one.State!)).FirstOrDefault();
        return older.State is null
            ? new RepairSource(null, "the files of the plan alone", IsCurrent: false, [])
            : new RepairSource(older.State, $"an earlier copy, of {Timestamps.Text(At(older.Path, older.State))}: {Path.GetRelativePath(folder.Parent, older.Path)}", IsCurrent: false, []);
    }

    /// <summary>The state in a file; null when it is not there or broken.</summary>
    public static PlanState? Whole(string path)
    {
        try
        {
            return JsonFile.Bytes(path) is { } bytes && JsonFile.Parse(bytes, path, "The copy") is var node
                ? new PlanState(StateMigration.Migrate(node, bytes, path)?.State ?? node)
                : null;
        }
        catch (Exception broken) when (broken is PlanningException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Copies that were made when a plan was begun anew, migrated, restored or archived.</summary>
    private static IEnumerable<string> Copies(PlanStore store)
    {
        var (folder, archive) = (store.Folder, new PlanArchive(store).Root);
        return
        [
            .. Directory.EnumerateFiles(folder.Root, "state.json.*.bak"),
            .. Directory.EnumerateDirectories(folder.Parent, $"{Path.GetFileName(folder.Root)}-backup-*").Select(copy => Path.Combine(copy, "state.json")),
            .. Directory.Exists(archive) ? Directory.EnumerateFiles(archive, "state.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }) : [],
        ];
    }

    private static DateTimeOffset At(string path, PlanState state) => Timestamps.Read(state.Text("updated_at")) ?? File.GetLastWriteTimeUtc(path);
}
