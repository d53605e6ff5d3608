using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Bundles;

/// <summary>
/// Whether a bundle still says what its sources say. Broken: it cannot be used at all, or files that it builds on are missing. Drift: a source or
/// the bundle itself changed, so it must be made anew.
/// </summary>
internal sealed class BundleIntegrity
{
    private readonly List<string> _problems = [];
    private readonly List<string> _missing = [];
    private readonly List<(string Name, string Expected, string Actual)> _changed = [];

    /// <summary>What cannot be used at all.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Files of other tasks that are not there.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>What changed since the bundle was made.</summary>
    public IReadOnlyList<(string Name, string Expected, string Actual)> Changed => _changed;

    public bool IsBroken => _problems.Count + _missing.Count > 0;

    public bool HasDrifted => !IsBroken && _changed.Count > 0;

    public string Status => IsBroken ? "broken" : HasDrifted ? "drift" : "ok";

    /// <summary>Looks at the bundle of a task.</summary>
    /// <param name="sources">The sources as they are now.</param>
    /// <param name="id">The task.</param>
    public static BundleIntegrity Check(BundleSources sources, string id)
    {
        var integrity = new BundleIntegrity();
        if (JsonFile.TryRead(sources.Folder.Bundle(id), $"The bundle of {id}") is not { } bundle)
        {
            throw NoBundle(id);
        }

        integrity.Usable(sources, id, bundle);
        integrity.Dependencies(sources, id, bundle);
        integrity.Sources(sources, id, bundle);
        if (bundle.Text("bundle_checksum") is { } own)
        {
            integrity.Compare("bundle", own, BundleMaker.ChecksumOf(bundle));
            integrity.Compare("target_dir", bundle.Text("target_dir") ?? "", sources.State.TargetDir);
        }

        return integrity;
    }

    /// <summary>The refusal of what needs a bundle where there is none.</summary>
    public static PlanningException NoBundle(string id) => new(PlanningCodes.NotFound, $"There is no bundle of {id}. 'tasker bundle generate {id}' makes it.");

    public JsonObject ToJson() => new()
    {
        ["status"] = Status,
        ["problems"] = JsonView.List(_problems),
        ["missing"] = JsonView.List(_missing),
        ["changed"] = new JsonArray([.. _changed.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["expected"] = c.Expected, ["actual"] = c.Actual })]),
    };

    private void Usable(BundleSources sources, string id, JsonObject bundle)
    {
        if (bundle.Text("task_id") != id)
        {
            _problems.Add($"the bundle is of the task '{bundle.Text("task_id")}', not of {id}");
        }

        if (bundle["checksums"].Field("artifacts") is not JsonObject)
        {
            _problems.Add("the bundle has no checksums: it was not made by 'tasker bundle generate'");
        }

        if (!File.Exists(sources.Folder.TaskFile(id)))
        {
            _problems.Add($"the file of the task is missing: {sources.Folder.TaskFile(id)}");
        }

        _problems.AddRange(bundle.Items("files").Select(f => f.Text("path")).OfType<string>()
            .Where(path => InsidePath.Resolve(sources.State.TargetDir, path) is null)
            .Select(path => $"the file {path} leads out of the target directory"));
    }

    private void Dependencies(BundleSources sources, string id, JsonObject bundle)
    {
        var expected = bundle["checksums"].Field("dependency_files") as JsonObject;
        var files = bundle["dependencies"].Texts("files");
        foreach (var file in files.Union(expected?.Select(e => e.Key) ?? [], StringComparer.Ordinal))
        {
            var path = TargetPath.Resolve(sources.State.TargetDir, file);
            if (path is null || !File.Exists(path))
            {
                _missing.Add(file);
            }
            else if (expected.Text(file) is { Length: > 0 } checksum)
            {
                Compare(file, checksum, Checksum.OfFile(path));
            }
            else if (bundle["bundle_checksum"] is not null)
            {
                Compare(file, "", Checksum.OfFile(path)); // It was not there when we made the bundle; foreign bundles have holes.
            }
        }

        if (!File.Exists(sources.Folder.TaskFile(id)))
        {
            return;
        }

        foreach (var added in sources.DependencyFiles(sources.Task(id)).Except(files, StringComparer.Ordinal))
        {
            _changed.Add((added, "", "a task that is needed made it since"));
        }
    }

    /// <summary>Compares what the bundle has a checksum of; an empty one means that there was nothing.</summary>
    private void Sources(BundleSources sources, string id, JsonObject bundle)
    {
        var actual = sources.Checksums(id);
        foreach (var (name, _) in bundle["checksums"].Field("artifacts") as JsonObject ?? [])
        {
            if (actual.Text(name) is { } now)
            {
                Compare(name, bundle["checksums"].Field("artifacts").Text(name) ?? "", now);
            }
        }
    }

    private void Compare(string name, string expected, string actual)
    {
        if (expected != actual)
        {
            _changed.Add((name, expected, actual));
        }
    }
}
