using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Rollbacks;

/// <summary>The files that a task says it will touch, as they were when it was started.</summary>
/// <param name="folder">The plan.</param>
/// <param name="target">The target directory; absolute.</param>
public sealed class TaskSnapshot(PlanningFolder folder, string target)
{
    private const string Manifest = "manifest.json";

    /// <summary>Larger files are not copied, bytes; they are restored from the commit, or told as not restorable.</summary>
    private const long LargestCopy = 64L << 20;

    private readonly TargetFiles _files = new(target);

    /// <summary>
    /// Copies the files. What is there for an attempt of this number is of a plan that was here before, or of a start that was cut off, and goes.
    /// </summary>
    /// <param name="task">The task; its attempt begins.</param>
    /// <param name="baseCommit">The commit that the files come from; null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeAsync(PlanTask task, string? baseCommit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var place = PlaceOf(task);
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        Directory.CreateDirectory(place);
        var list = new JsonArray();
        foreach (var path in _files.Inside(task.Texts("declared_files")))
        {
            var (full, entry) = (new FileInfo(_files.Full(path)), new JsonObject { ["path"] = path });
            entry["existed"] = full.Exists || full.LinkTarget is not null;
            entry["parent"] = _files.Existing(path);
            if (full.Exists && full.LinkTarget is null && full.Length <= LargestCopy)
            {
                var copy = $"{list.Count}.copy";
                File.Copy(full.FullName, Path.Combine(place, copy), overwrite: false);
                entry["copy"] = copy;
                entry["checksum"] = Checksum.OfFile(full.FullName);
            }

            list.Add((JsonNode)entry);
        }

        var manifest = new JsonObject { ["task"] = task.Id, ["attempt"] = task.Attempts, ["base_commit"] = baseCommit, ["files"] = list };
        await JsonFile.WriteAsync(Path.Combine(place, Manifest), manifest, cancellationToken);
        task.Set("snapshot", new JsonObject { ["id"] = $"{task.Id}/{task.Attempts}", ["base_commit"] = baseCommit });
    }

    /// <summary>What was copied for the attempt; null: nothing.</summary>
    public (IReadOnlyDictionary<string, SnapshotFile> Files, string? BaseCommit)? Read(PlanTask task)
    {
        var place = PlaceOf(task);
        if (JsonFile.TryRead(Path.Combine(place, Manifest), "The snapshot") is not { } manifest)
        {
            return null;
        }

        var files = new Dictionary<string, SnapshotFile>(StringComparer.Ordinal);
        foreach (var entry in (manifest["files"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)entry["path"] is { } path)
            {
                var copy = (string?)entry["copy"];
                files[path] = new SnapshotFile(
                    (bool?)entry["existed"] ?? false, copy is null ? null : Path.Combine(place, Path.GetFileName(copy)), (string?)entry["checksum"], (string?)entry["parent"] ?? "");
            }
        }

        return (files, (string?)manifest["base_commit"]);
    }

    private string PlaceOf(PlanTask task) => Path.Combine(folder.Snapshots, TaskIds.Checked(task.Id), $"{task.Attempts}");
}
