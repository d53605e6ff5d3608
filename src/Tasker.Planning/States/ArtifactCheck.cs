using System.Text;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Storing;

namespace Tasker.Planning.States;

/// <summary>Checks an artifact: against its schema, and for what a schema cannot say.</summary>
internal static class ArtifactCheck
{
    /// <summary>Checks.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="name">One of <see cref="PlanArtifacts.Names"/>.</param>
    /// <param name="file">Another file or folder; null: where it belongs.</param>
    /// <param name="task">The task of a result.</param>
    /// <param name="target">The directory that the plan is carried out in; empty: not known.</param>
    public static ArtifactReport Of(PlanningFolder folder, string name, string? file, string? task, string target) => name switch
    {
        PlanArtifacts.CapabilityMap => CapabilityMap(file ?? folder.CapabilityMap),
        PlanArtifacts.PhysicalMap => PhysicalMap(file ?? folder.PhysicalMap, folder, target.Length > 0 ? target : folder.Parent),
        PlanArtifacts.Tasks => Tasks(file ?? folder.Tasks),
        PlanArtifacts.Fsm => Fsm(file ?? folder.Fsm, folder),
        PlanArtifacts.SpecReview => OneFile(PlanningSchemas.SpecReview, file ?? folder.SpecReview),
        _ => Result(file ?? folder.Result(task!), task!),
    };

    /// <summary>A capability map, wherever it lies.</summary>
    public static ArtifactReport CapabilityMap(string path)
    {
        var (map, problems) = PlanningSchemas.ProblemsOfFile("capability-map", path);
        return map is null || problems.Count > 0 ? Report(path, problems) : Report(path, MapChecks.Problems(new CapabilityMap(map))) with { Warnings = MapChecks.Warnings(new CapabilityMap(map)) };
    }

    private static ArtifactReport PhysicalMap(string path, PlanningFolder folder, string target)
    {
        var (map, problems) = PlanningSchemas.ProblemsOfFile("physical-map", path);
        return map is null || problems.Count > 0 ? Report(path, problems)
            : Report(path, MapChecks.Problems(new PhysicalMap(map), target)) with { Warnings = MapChecks.Warnings(new PhysicalMap(map), folder.CapabilityMap) };
    }

    private static ArtifactReport Tasks(string path)
    {
        if (!Path.Exists(path))
        {
            return new ArtifactReport(path, "", [new SchemaProblem("/", $"there is no file or folder '{path}'")], []);
        }

        var files = TaskFiles.ReadAt(path);
        var problems = files.Errors.Select(error => new SchemaProblem($"/{error.File}", error.Message)).ToList();
        if (files.Definitions.Count + problems.Count == 0)
        {
            problems.Add(new SchemaProblem("/", $"there is no task file in '{path}'"));
        }

        return new ArtifactReport(path, FolderChecksum(path), problems, []);
    }

    private static ArtifactReport Fsm(string path, PlanningFolder folder)
    {
        if (FsmFolder.IndexPath(path) is not { } index)
        {
            return new ArtifactReport(path, "", [new SchemaProblem("/", $"there is no {FsmFolder.IndexName} at '{path}'")], []);
        }

        var problems = PlanningSchemas.ProblemsOfFile("fsm-index", index).Problems.Select(one => one with { Path = $"/{FsmFolder.IndexName}{one.Path}" }).ToList();
        var reading = FsmFolder.Read(path);
        foreach (var machine in reading.Model?.Machines ?? [])
        {
            foreach (var (schema, file) in new[] { ("fsm-states", machine.Files.States), ("fsm-transitions", machine.Files.Transitions) })
            {
                if (file is not null && InsidePath.Resolve(reading.Root, file) is { } full && File.Exists(full))
                {
                    problems.AddRange(PlanningSchemas.ProblemsOfFile(schema, full).Problems.Select(one => one with { Path = $"/{file}{one.Path}" }));
                }
            }
        }

        var report = FsmAnswers.Report(path, strict: false, File.Exists(folder.Spec) ? folder.Spec : null);
        problems.AddRange(report.Issues.Select(issue => new SchemaProblem($"/{issue.Rule}", issue.Message)));
        return new ArtifactReport(path, FolderChecksum(reading.Root), problems, [.. report.Warnings.Select(one => $"{one.Rule}: {one.Message}")]);
    }

    private static ArtifactReport Result(string path, string task)
    {
        var (result, problems) = PlanningSchemas.ProblemsOfFile(PlanningSchemas.Result, path);
        return result.Text("task_id") is { } other && other != task
            ? Report(path, [.. problems, new SchemaProblem("/task_id", $"is {other}; this is the result of {task}")])
            : Report(path, problems);
    }

    private static ArtifactReport OneFile(string schema, string path) => Report(path, PlanningSchemas.ProblemsOfFile(schema, path).Problems);

    private static ArtifactReport Report(string path, IReadOnlyList<SchemaProblem> problems) => new(path, Checksum.OfFile(path), problems, []);

    /// <summary>One checksum of all JSON files of a folder, with their names; of a file: its own.</summary>
    private static string FolderChecksum(string path)
    {
        if (!Directory.Exists(path))
        {
            return Checksum.OfFile(path);
        }

        var files = Directory.GetFiles(path, "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        var sums = new string[files.Length];
        SideBySide.Do(sums.Length, i => sums[i] = Checksum.OfFile(files[i]));
        var text = new StringBuilder();
        for (var i = 0; i < files.Length; i++)
        {
            text.Append(Path.GetFileName(files[i])).Append(' ').Append(sums[i]).Append('\n');
        }

        return Checksum.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
