using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Archives;

/// <summary>
/// Puts an archived plan back. The whole folder of the plan is copied beside it first; then the folders of the archive and the state are replaced.
/// A crash in between leaves the copy, and restoring again ends it.
/// </summary>
/// <param name="store">The plan; there need be none yet.</param>
/// <param name="shelf">The archives.</param>
public sealed class ArchiveRestoring(PlanStore store, ArchiveShelf shelf)
{
    private readonly PlanningFolder _folder = store.Folder;

    /// <summary>Restores.</summary>
    /// <param name="id">The archive.</param>
    /// <param name="project">Its project; null: whichever has it.</param>
    /// <param name="cancellationToken">Gives up; before anything is replaced, nothing has changed.</param>
    /// <exception cref="PlanningException">There is no such archive, or several; it was changed; or a task runs.</exception>
    public async Task<PlanningAnswer> RunAsync(string id, string? project, CancellationToken cancellationToken)
    {
        var (path, manifest) = Archive(id, project);
        var files = FileTree.Files(path).Where(file => file != ArchiveManifest.FileName).ToArray();
        await CheckAsync(path, manifest, files, cancellationToken);
        Directory.CreateDirectory(_folder.Root);
        var backup = await store.HoldAsync(
            async _ =>
            {
                RefuseRunning();
                var copy = await BackupAsync(id, cancellationToken);
                await ReplaceAsync(path, files);
                return copy;
            },
            cancellationToken);
        var elsewhere = await store.ChangeAsync(
            (state, now) =>
            {
                state.AddEvent(now, "restored", details: new JsonObject { ["archive_id"] = id, ["backup"] = backup });
                return PlanPlace.Problem(_folder, state);
            },
            CancellationToken.None);
        var json = new JsonObject { ["archive_id"] = id, ["path"] = _folder.Root, ["items"] = files.Length, ["backup"] = backup };
        if (elsewhere is not null)
        {
            json["elsewhere"] = elsewhere;
        }

        return new PlanningAnswer(
            $"Restored {id} to {_folder.Root}\nFiles: {files.Length}\nWhat was there before: {backup}{(elsewhere is null ? "" : $"\n{elsewhere}")}", json, Passed: true);
    }

    private (string Path, ArchiveManifest Manifest) Archive(string id, string? project)
    {
        var known = ArchiveName.Checked(id);
        var found = shelf.Find(project is null ? null : ArchiveName.OfProject(project)).Where(archive => archive.Id == known).ToArray();
        var plans = found.Where(archive => archive.Kind == PlanArchive.Planning).ToArray();
        return plans switch
        {
            [var only] => (only.Path, only.Manifest),
            [] => throw new PlanningException(PlanningCodes.NotFound, found.Length > 0
                ? $"'{id}' is the archive of an execution: only plans are restored. 'tasker archive list' shows them."
                : $"There is no archive '{id}'. 'tasker archive list' shows them."),
            _ => throw new PlanningException(PlanningCodes.Usage, $"Several projects have an archive '{id}': {string.Join(", ", plans.Select(plan => plan.Project))}. Name one with '--project'."),
        };
    }

    private static async Task CheckAsync(string path, ArchiveManifest manifest, string[] files, CancellationToken cancellationToken)
    {
        var checksums = manifest.Checksums;
        var wrong = new List<string>();
        foreach (var (file, checksum) in checksums)
        {
            if (!files.Contains(file) || await FileTree.ChecksumAsync(Path.Combine(path, file), cancellationToken) != checksum)
            {
                wrong.Add(file);
            }
        }

        wrong.AddRange(checksums.Count == 0 ? [] : files.Where(file => !checksums.ContainsKey(file)));
        if (wrong.Count > 0)
        {
            throw new PlanningException(PlanningCodes.Drift, $"The archive '{path}' was changed since it was made: {string.Join(", ", wrong)}. Nothing was restored.");
        }

        // Broken or of another kind: told before anything is replaced.
        var state = Path.Combine(path, "state.json");
        _ = new PlanState(JsonFile.Read(state, "The state of the archive"), state);
    }

    /// <summary>A state that cannot be read is what a restore is for.</summary>
    private void RefuseRunning()
    {
        PlanState? state;
        try
        {
            state = store.TryRead();
        }
        catch (PlanningException)
        {
            return;
        }

        if (state?.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).ToArray() is { Length: > 0 } running)
        {
            throw new PlanningException(PlanningCodes.BadStatus, $"Tasks run: {string.Join(", ", running)}. Wait for their end, or set them back with 'tasker state task retry'.");
        }
    }

    private async Task<string> BackupAsync(string id, CancellationToken cancellationToken)
    {
        var name = $"{_folder.Root}-backup-{id}";
        var place = name;
        for (var n = 2; Path.Exists(place); n++)
        {
            place = $"{name}_{n}";
        }

        Directory.CreateDirectory(place);
        foreach (var file in FileTree.Files(_folder.Root).Where(file => !file.StartsWith(Path.GetFileName(_folder.StateLock), StringComparison.Ordinal)))
        {
            await FileTree.CopyAsync(Path.Combine(_folder.Root, file), Path.Combine(place, file), cancellationToken);
        }

        return place;
    }

    // From here on nothing gives up halfway by itself.
    private async Task ReplaceAsync(string path, string[] files)
    {
        foreach (var name in PlanArchive.PlanningFolders)
        {
            var folder = new DirectoryInfo(Path.Combine(_folder.Root, name));
            if (folder.LinkTarget is not null)
            {
                folder.Delete(); // The link alone: what it leads to is not ours.
            }
            else if (folder.Exists)
            {
                folder.Delete(recursive: true);
            }

            Directory.CreateDirectory(folder.FullName);
        }

        foreach (var file in files.Where(file => PlanArchive.PlanningFolders.Contains(file.Split('/')[0])))
        {
            await FileTree.CopyAsync(Path.Combine(path, file), Path.Combine(_folder.Root, file), CancellationToken.None);
        }

        await AtomicFile.WriteAsync(_folder.State, await File.ReadAllBytesAsync(Path.Combine(path, "state.json")), CancellationToken.None);
    }
}
