using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Bundles;

/// <summary>What can be asked about bundles and results.</summary>
public static class BundleAnswers
{
    private const string BundleEnd = "-bundle.json";

    /// <summary>Makes the bundle of a task. Sources that did not change leave it as it is, byte for byte.</summary>
    /// <exception cref="PlanningException">The task, a map or the state is missing.</exception>
    public static async Task<PlanningAnswer> GenerateAsync(PlanStore store, string id, CancellationToken cancellationToken)
    {
        var made = await MakeAsync(BundleSources.Read(store), store, id, cancellationToken);
        return new PlanningAnswer($"Bundle generated: {made.Text("path")}", Generated([made], []), Passed: true);
    }

    /// <summary>Makes the bundles of all tasks that are ready.</summary>
    /// <exception cref="PlanningException">A map or the state is missing.</exception>
    public static async Task<PlanningAnswer> GenerateReadyAsync(PlanStore store, CancellationToken cancellationToken)
    {
        var sources = BundleSources.Read(store);
        var (made, failed, lines) = (new List<JsonObject>(), new List<JsonObject>(), new List<string>());
        foreach (var task in Readiness.Of(sources.State))
        {
            try
            {
                made.Add(await MakeAsync(sources, store, task.Id, cancellationToken));
                lines.Add($"{task.Id}: Bundle generated: {made[^1].Text("path")}");
            }
            catch (PlanningException refused)
            {
                failed.Add(new JsonObject { ["id"] = task.Id, ["message"] = refused.Message });
                lines.Add($"{task.Id}: {refused.Message}");
            }
        }

        lines.Add($"Generated {made.Count} bundles, {failed.Count} failed");
        return new PlanningAnswer(string.Join('\n', lines), Generated(made, failed), failed.Count == 0);
    }

    /// <summary>Whether the bundle of a task still says what its sources say.</summary>
    /// <returns>The answer, and true when the only thing wrong is that something changed.</returns>
    /// <exception cref="PlanningException">There is no bundle, or it cannot be read.</exception>
    public static (PlanningAnswer Answer, bool HasDrifted) Integrity(PlanStore store, string id)
    {
        if (!File.Exists(store.Folder.Bundle(id)))
        {
            throw BundleIntegrity.NoBundle(id); // Said before a map that may be missing, too.
        }

        return Integrity(BundleSources.Read(store), id);
    }

    /// <inheritdoc cref="Integrity(PlanStore, string)"/>
    internal static (PlanningAnswer Answer, bool HasDrifted) Integrity(BundleSources sources, string id)
    {
        var integrity = BundleIntegrity.Check(sources, id);
        var lines = integrity switch
        {
            { IsBroken: true } => integrity.Problems.Concat(integrity.Missing.Select(m => $"missing dependency file: {m}")).Prepend($"Bundle {id} is broken:"),
            { HasDrifted: true } => integrity.Changed.Select(c => $"changed: {c.Name}").Prepend($"Bundle {id} has drifted:").Append($"Make it anew: tasker bundle generate {id}"),
            _ => [$"Bundle {id} integrity validated"],
        };
        return (new PlanningAnswer(string.Join("\n  ", lines), integrity.ToJson(), integrity.Status == "ok"), integrity.HasDrifted);
    }

    /// <summary>Whether the bundle of a task is what its schema says.</summary>
    /// <exception cref="PlanningException">There is no bundle.</exception>
    public static PlanningAnswer Validate(PlanningFolder folder, string id)
    {
        var path = folder.Bundle(id);
        if (!File.Exists(path))
        {
            throw BundleIntegrity.NoBundle(id);
        }

        var (bundle, problems) = PlanningSchemas.ProblemsOfFile(PlanningSchemas.Bundle, path);
        if (bundle.Text("task_id") is { } other && other != id)
        {
            problems = [.. problems, new SchemaProblem("/task_id", $"is {other}; this is the bundle of {id}")];
        }

        var text = problems.Count == 0 ? "Bundle is valid" : $"Bundle {id} is not valid:\n  {string.Join("\n  ", problems)}";
        return new PlanningAnswer(text, new JsonObject { ["valid"] = problems.Count == 0, ["errors"] = SchemaProblem.Json(problems) }, problems.Count == 0);
    }

    /// <summary>The bundles that are there.</summary>
    public static PlanningAnswer List(PlanStore store)
    {
        var sources = store.Exists && File.Exists(store.Folder.CapabilityMap) && File.Exists(store.Folder.PhysicalMap) ? BundleSources.Read(store) : null;
        var ids = Ids(store.Folder).ToArray();
        var bundles = new JsonArray([.. ids.Select(id =>
        {
            var bundle = TryRead(store.Folder, id);
            return (JsonNode)new JsonObject
            {
                ["id"] = id,
                ["name"] = bundle.Text("name"),
                ["phase"] = bundle.Number("phase"),
                ["created_at"] = bundle.Text("bundle_created_at"),
                ["integrity"] = bundle is null ? "broken" : sources is null ? "unknown" : BundleIntegrity.Check(sources, id).Status,
            };
        })]);
        return new PlanningAnswer(ids.Length == 0 ? "No bundles found" : string.Join('\n', ids), new JsonObject { ["bundles"] = bundles }, Passed: true);
    }

    /// <summary>Removes all bundles; results stay.</summary>
    public static PlanningAnswer Clean(PlanningFolder folder)
    {
        var ids = Ids(folder).ToArray();
        foreach (var id in ids)
        {
            File.Delete(folder.Bundle(id));
        }

        return new PlanningAnswer($"Removed {ids.Length} bundles", new JsonObject { ["removed"] = JsonView.List(ids) }, Passed: true);
    }

    /// <summary>What a result says: lines of <c>key:value</c> when it is named by its path, name and status when it is named by its task.</summary>
    /// <param name="fullPath">Makes a path absolute.</param>
    /// <exception cref="PlanningException">It is not there, or no JSON object.</exception>
    public static PlanningAnswer ResultInfo(PlanningFolder folder, string named, Func<string, string> fullPath)
    {
        var (path, isPath) = ResultFile.Find(folder, named, fullPath);
        var result = JsonFile.Read(path, "The result");
        var json = new JsonObject
        {
            ["task_id"] = result.Text("task_id"),
            ["name"] = result.Text("name"),
            ["status"] = new TaskResult(result).Status,
            ["completed_at"] = result.Text("completed_at"),
            ["verdict"] = result["verification"].Text("verdict"),
        };
        return new PlanningAnswer((isPath ? ResultFile.Lines(result) : ResultFile.Line(result)).TrimEnd('\n'), json, Passed: true);
    }

    /// <summary>The files that a result names, created ones first.</summary>
    /// <exception cref="PlanningException">It is not there, or no JSON object.</exception>
    public static PlanningAnswer ResultFiles(PlanningFolder folder, string id)
    {
        var result = new TaskResult(JsonFile.Read(folder.Result(id), $"The result of {id}"));
        var files = result.Created.Concat(result.Modified).ToArray();
        return new PlanningAnswer(string.Join('\n', files), new JsonObject { ["created"] = JsonView.List(result.Created), ["modified"] = JsonView.List(result.Modified) }, Passed: true);
    }

    /// <summary>Writes a commit into a result; everything else in it stays.</summary>
    /// <exception cref="PlanningException">It is not there, or no JSON object.</exception>
    public static Task<PlanningAnswer> UpdateGitAsync(PlanStore store, string id, string sha, string message, CancellationToken cancellationToken) => store.HoldAsync(
        async _ =>
        {
            var path = store.Folder.Result(id);
            await JsonFile.WriteAsync(path, ResultFile.WithCommit(JsonFile.Read(path, $"The result of {id}"), sha, message, "tasker"), cancellationToken);
            return new PlanningAnswer("", new JsonObject { ["ok"] = true, ["task_id"] = id, ["sha"] = sha }, Passed: true);
        },
        cancellationToken);

    /// <summary>Makes the bundle of a task from sources that were read.</summary>
    internal static async Task<JsonObject> MakeAsync(BundleSources sources, PlanStore store, string id, CancellationToken cancellationToken)
    {
        var path = store.Folder.Bundle(id);
        var bundle = BundleMaker.Make(sources, id, Timestamps.Text(store.Time.GetUtcNow()));
        var known = TryRead(store.Folder, id);
        if (known is null || known.Text("bundle_checksum") != bundle.Text("bundle_checksum") || BundleMaker.ChecksumOf(known) != bundle.Text("bundle_checksum"))
        {
            await JsonFile.WriteAsync(path, bundle, cancellationToken);
        }

        return new JsonObject { ["id"] = id, ["path"] = path, ["behaviors"] = bundle.Items("behaviors").Count(), ["files"] = bundle.Items("files").Count() };
    }

    private static JsonObject? TryRead(PlanningFolder folder, string id)
    {
        try
        {
            return JsonFile.TryRead(folder.Bundle(id), $"The bundle of {id}");
        }
        catch (PlanningException)
        {
            return null;
        }
    }

    private static JsonObject Generated(IEnumerable<JsonObject> made, IEnumerable<JsonObject> failed) => new()
    {
        ["generated"] = new JsonArray([.. made.Select(m => (JsonNode)m)]),
        ["failed"] = new JsonArray([.. failed.Select(f => (JsonNode)f)]),
    };

    private static IEnumerable<string> Ids(PlanningFolder folder) => !Directory.Exists(folder.Bundles) ? [] : Directory.EnumerateFiles(folder.Bundles, "*" + BundleEnd)
        .Select(path => Path.GetFileName(path)[..^BundleEnd.Length]).Where(TaskIds.IsValid).Order(TaskIds.Order);
}
