using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Archives;

/// <summary>The archives that are there.</summary>
/// <param name="root">Their folder.</param>
public sealed class ArchiveShelf(string root)
{
    /// <summary>Lists them, newest first.</summary>
    /// <param name="project">Of this project alone; null: of all.</param>
    /// <exception cref="PlanningException">There is none of that project.</exception>
    public PlanningAnswer List(string? project)
    {
        var name = project is null ? null : ArchiveName.OfProject(project);
        var all = Find(name).ToArray();
        if (name is not null && all.Length == 0)
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no archive of '{name}' in '{root}'. 'tasker archive list' shows all.");
        }

        var text = new StringBuilder();
        foreach (var ofProject in all.GroupBy(archive => archive.Project))
        {
            text.Append(ofProject.Key).Append("/\n");
            foreach (var kind in ofProject.GroupBy(archive => archive.Kind))
            {
                text.Append("  ").Append(kind.Key).Append("/\n").AppendJoin("", kind.Select(archive => $"    {Line(archive)}\n"));
            }
        }

        var json = new JsonArray([.. all.Select(archive => (JsonNode)new JsonObject
        {
            ["archive_id"] = archive.Id,
            ["archive_type"] = archive.Kind,
            ["project_name"] = archive.Project,
            ["archived_at"] = archive.Manifest.Text("archived_at"),
            ["path"] = archive.Path,
            ["tasks"] = archive.Manifest.Object("task_summary")?.DeepClone(),
        })]);
        return new PlanningAnswer(all.Length == 0 ? "No archives found" : text.ToString().TrimEnd('\n'), new JsonObject { ["archives"] = json }, Passed: true);
    }

    /// <summary>Archives by project, kind and time, newest first. What has no manifest that can be read is none.</summary>
    internal IEnumerable<(string Project, string Kind, string Id, string Path, ArchiveManifest Manifest)> Find(string? project) =>
        from ofProject in Folders(root)
        where project is null || Path.GetFileName(ofProject) == project
        from kind in new[] { PlanArchive.Planning, PlanArchive.Execution }
        from path in Folders(Path.Combine(ofProject, kind)).Reverse()
        let manifest = Manifest(path)
        where manifest is not null
        select (Path.GetFileName(ofProject), kind, Path.GetFileName(path), path, manifest);

    private static string Line((string Project, string Kind, string Id, string Path, ArchiveManifest Manifest) archive)
    {
        var at = archive.Manifest.ArchivedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "?";
        var summary = archive.Manifest.Object("task_summary");
        var statuses = summary?["by_status"] as JsonObject is { Count: > 0 } map ? $" ({string.Join(", ", map.Select(one => $"{one.Key}: {one.Value}"))})" : "";
        return $"{archive.Id} [{at}] tasks: {summary.Number("total") ?? 0}{statuses}";
    }

    private static ArchiveManifest? Manifest(string path)
    {
        try
        {
            return JsonFile.TryRead(Path.Combine(path, ArchiveManifest.FileName), "The manifest") is { } node ? new ArchiveManifest(node) : null;
        }
        catch (PlanningException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Folders(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);
}
