using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Archives;

/// <summary>
/// Keeps what a plan was and how its execution went: <c>archive/PROJECT/planning|execution/ID</c>. An archive is there whole or not at all, and
/// none ever takes the place of another.
/// </summary>
/// <param name="store">The plan.</param>
/// <param name="root">Where archives are; null: <c>archive</c> beside the folder of the plan.</param>
public sealed class PlanArchive(PlanStore store, string? root = null)
{
    /// <summary>Archives of plans.</summary>
    public const string Planning = "planning";

    /// <summary>Archives of executions.</summary>
    public const string Execution = "execution";

    /// <summary>The folders of a plan that an archive of it holds; restoring replaces exactly these, and the state.</summary>
    internal static readonly string[] PlanningFolders = ["inputs", "artifacts", "tasks", "reports"];

    private const string StateName = "state.json";

    private readonly PlanningFolder _folder = store.Folder;

    /// <summary>Where archives are.</summary>
    public string Root { get; } = root ?? Path.Combine(store.Folder.Parent, "archive");

    /// <summary>Keeps the plan: specification, maps, task files, reports and state.</summary>
    /// <param name="project">The name to keep it under.</param>
    /// <param name="clean">True: what was kept is removed, so that another plan can begin here.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    /// <exception cref="PlanningException">There is no plan, the name is none, or a task runs and it should be cleaned.</exception>
    public Task<PlanningAnswer> PlanningAsync(string project, bool clean, CancellationToken cancellationToken) =>
        KeepAsync(project, Planning, () => [.. PlanningFolders.SelectMany(FilesOf)], clean, cancellationToken);

    /// <summary>Keeps the execution: bundles, results, logs, reports, the batch and the state. Where nothing was executed, nothing is kept.</summary>
    /// <inheritdoc cref="PlanningAsync"/>
    public async Task<PlanningAnswer> ExecutionAsync(string project, CancellationToken cancellationToken)
    {
        _ = store.Read();
        return FilesOf("bundles").Any()
            ? await KeepAsync(project, Execution, ExecutionFiles, clean: false, cancellationToken)
            : new PlanningAnswer("Nothing to archive: nothing was executed", new JsonObject { ["archive_id"] = null, ["path"] = null, ["items"] = 0 }, Passed: true);
    }

    private List<(string From, string To)> ExecutionFiles() =>
    [
        .. FilesOf("bundles"), .. FilesOf("logs"), .. FilesOf("reports"),
        .. File.Exists(_folder.Checkpoint) ? [(_folder.Checkpoint, Path.GetFileName(_folder.Checkpoint))] : Array.Empty<(string, string)>(),
        .. LegacyLogs(),
    ];

    /// <summary>Where other programs of this format keep their logs.</summary>
    private IEnumerable<(string From, string To)> LegacyLogs()
    {
        var logs = Path.Combine(_folder.Parent, ".claude", "logs");
        return FileTree.Files(logs).Where(path => path.EndsWith(".log", StringComparison.Ordinal)).Select(path => (Path.Combine(logs, path), $"logs/claude/{path}"));
    }

    private IEnumerable<(string From, string To)> FilesOf(string name) =>
        FileTree.Files(Path.Combine(_folder.Root, name)).Select(path => (Path.Combine(_folder.Root, name, path), $"{name}/{path}"));

    private async Task<PlanningAnswer> KeepAsync(string project, string kind, Func<List<(string From, string To)>> files, bool clean, CancellationToken cancellationToken)
    {
        var name = ArchiveName.OfProject(project);
        var kept = await store.ChangeWithFilesAsync(
            async (state, now) =>
            {
                RefuseRunning(state, clean);
                List<(string From, string To)> all = [.. files(), (_folder.State, StateName)];
                var (id, path) = await WriteAsync(state, kind, name, all, now, cancellationToken);
                state.AddEvent(now, "archived", details: new JsonObject { ["archive_type"] = kind, ["archive_id"] = id, ["project_name"] = name });
                return (Id: id, Path: path, Files: all);
            },
            cancellationToken);
        if (clean)
        {
            await CleanAsync(kept.Files, cancellationToken);
        }

        var json = new JsonObject { ["archive_id"] = kept.Id, ["path"] = kept.Path, ["items"] = kept.Files.Count };
        return new PlanningAnswer($"Archived: {kept.Path}\nArchive id: {kept.Id}\nFiles: {kept.Files.Count}{(clean ? "\nWorking files removed" : "")}", json, Passed: true);
    }

    private async Task<(string Id, string Path)> WriteAsync(
        PlanState state, string kind, string project, List<(string From, string To)> files, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parent = Path.Combine(Root, project, kind);
        var beside = Path.Combine(parent, $".tasker-new-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(beside);
        try
        {
            var checksums = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (from, to) in files)
            {
                checksums[to] = await FileTree.CopyAsync(from, Path.Combine(beside, to), cancellationToken);
            }

            var id = Free(parent, now);
            await JsonFile.WriteAsync(Path.Combine(beside, ArchiveManifest.FileName), ArchiveManifest.Of(state, _folder, kind, project, id, checksums, now).Node, cancellationToken);
            Directory.Move(beside, Path.Combine(parent, id));
            return (id, Path.Combine(parent, id));
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    /// <summary>Who holds the lock of the plan is alone here; a plan elsewhere that shares the folder fails at the move and changes nothing.</summary>
    private static string Free(string parent, DateTimeOffset now)
    {
        var n = 1;
        while (Path.Exists(Path.Combine(parent, ArchiveName.OfTime(now, n))))
        {
            n++;
        }

        return ArchiveName.OfTime(now, n);
    }

    private Task<int> CleanAsync(List<(string From, string To)> files, CancellationToken cancellationToken) => store.HoldAsync(
        _ =>
        {
            RefuseRunning(store.Read(), clean: true);
            foreach (var (from, _) in files)
            {
                File.Delete(from);
            }

            File.Delete(_folder.StateBackup);
            return Task.FromResult(0);
        },
        cancellationToken);

    private static void RefuseRunning(PlanState state, bool clean)
    {
        if (clean && state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).ToArray() is { Length: > 0 } running)
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"Tasks run: {string.Join(", ", running)}. Wait for their end, or leave '--clean' away.");
        }
    }
}
