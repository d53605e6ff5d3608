using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Archives;

/// <summary>What is in an archive: <c>archive-manifest.json</c>.</summary>
/// <param name="node">Its object.</param>
internal sealed class ArchiveManifest(JsonObject node) : JsonView(node)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "archive-manifest.json";

    /// <summary>SHA-256 of every file by its path in the archive; empty for archives of other programs.</summary>
    public IReadOnlyDictionary<string, string> Checksums => (Object("files") ?? [])
        .Select(file => (file.Key, Value: file.Value.AsText())).Where(file => file.Value is not null).ToDictionary(file => file.Key, file => file.Value!, StringComparer.Ordinal);

    /// <summary>When it was made; null when that cannot be read.</summary>
    public DateTimeOffset? ArchivedAt => Timestamps.Read(Text("archived_at"));

    /// <summary>Makes one.</summary>
    public static ArchiveManifest Of(PlanState state, PlanningFolder folder, string kind, string project, string id, IReadOnlyDictionary<string, string> files, DateTimeOffset now)
    {
        var (contents, checksums) = (new JsonObject(), new JsonObject());
        foreach (var group in files.Keys.Where(path => path.Contains('/', StringComparison.Ordinal)).GroupBy(path => path[..path.IndexOf('/', StringComparison.Ordinal)]))
        {
            contents[group.Key] = List(group.Select(path => path[(group.Key.Length + 1)..]));
        }

        foreach (var (path, checksum) in files)
        {
            checksums[path] = checksum;
        }

        return new ArchiveManifest(new JsonObject
        {
            ["version"] = "1.0",
            ["archive_type"] = kind,
            ["project_name"] = project,
            ["archive_id"] = id,
            ["archived_at"] = Timestamps.Text(now),
            ["source_dir"] = folder.Root,
            ["target_dir"] = state.TargetDir,
            ["phase_at_archive"] = state.Phase,
            ["contents"] = contents,
            ["task_summary"] = new JsonObject { ["total"] = state.Tasks.Count, ["by_status"] = ByStatus(state) },
            ["execution_summary"] = new JsonObject
            {
                ["total_tasks"] = state.Tasks.Count,
                ["by_status"] = ByStatus(state),
                ["task_results"] = Results(state),
            },
            ["files"] = checksums,
        });
    }

    private static JsonObject ByStatus(PlanState state)
    {
        var counts = new JsonObject();
        foreach (var status in state.Tasks.GroupBy(task => task.Status).OrderBy(status => status.Key))
        {
            counts[status.Key.Word()] = status.Count();
        }

        return counts;
    }

    private static JsonObject Results(PlanState state)
    {
        var results = new JsonObject();
        foreach (var task in state.Tasks.Where(task => task.Status is PlanTaskStatus.Complete or PlanTaskStatus.Failed or PlanTaskStatus.Skipped))
        {
            results[task.Id] = new JsonObject { ["status"] = task.Status.Word(), ["completed_at"] = task.Text("completed_at") };
        }

        return results;
    }
}
