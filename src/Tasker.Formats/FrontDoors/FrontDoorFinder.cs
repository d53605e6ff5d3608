using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;
using Plans = Tasker.Core.Diagnostics.ParseResult<System.Collections.Generic.IReadOnlyList<Tasker.Formats.FrontDoors.FoundPlan>>;

namespace Tasker.Formats.FrontDoors;

/// <summary>
/// Tells from a path which plan is meant and who reads it. Looks at names, and into a file only when its name says nothing.
/// </summary>
public static class FrontDoorFinder
{
    private const int MostRead = 4096;
    private static readonly string[] InFolder = ["workflow.yaml", "workflow.yml", "SPEC.md"];

    /// <summary>
    /// Finds the one plan that is meant. A folder with several tasks of phases is refused: each of them is a plan of its own.
    /// </summary>
    /// <param name="path">A file or a folder; absolute.</param>
    /// <param name="shown">The path as the user named it, for messages.</param>
    public static ParseResult<FoundPlan> Find(string path, string shown)
    {
        var all = FindAll(path, shown);
        var one = all.Value is { Count: > 1 } several
            ? Refused(
                FrontDoorCodes.NoPlan, shown, $"The folder '{shown}' has {several.Count} tasks of phases.",
                "Each of them is a plan of its own.",
                $"Name one: {string.Join(", ", several.Take(10).Select(plan => Path.GetFileName(plan.Path)))}.")
            : all;
        return new ParseResult<FoundPlan>(one.Value?[0], one.Diagnostics);
    }

    /// <summary>Finds every plan that a path means: one, or all tasks of phases of a folder.</summary>
    /// <param name="path">A file or a folder; absolute.</param>
    /// <param name="shown">The path as the user named it, for messages.</param>
    /// <returns>At least one plan, or why there is none.</returns>
    /// <remarks>A link in a folder that leads out of that folder is not looked into.</remarks>
    public static ParseResult<IReadOnlyList<FoundPlan>> FindAll(string path, string shown)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shown);
        try
        {
            return Directory.Exists(path) ? InsideFolder(Path.TrimEndingDirectorySeparator(path), shown)
                : File.Exists(path) ? OfFile(path, shown)
                : Refused(
                    FrontDoorCodes.NoPlan, shown, $"There is no file or folder '{shown}'.",
                    "A plan is a workflow file, a folder with one, a SPEC.md, or a folder of task files.", Near(path, shown));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return Refused(FrontDoorCodes.NoPlan, shown, $"'{shown}' cannot be read: {closed.Message}", "", "Make it readable.");
        }
    }

    /// <summary>The names of the tasks of phases in a folder, in order; none when it cannot be read.</summary>
    /// <param name="folder">The folder; absolute.</param>
    public static IReadOnlyList<string> PhaseTasks(string folder) =>
        [.. PhaseFiles.In(folder).Select(file => Path.GetFileNameWithoutExtension(file))];

    private static Plans InsideFolder(string folder, string shown)
    {
        foreach (var name in InFolder)
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file))
            {
                return name.EndsWith(".md", StringComparison.Ordinal)
                    ? Found(FrontDoor.Steps, file, "the folder has a SPEC.md and no workflow.yaml")
                    : Found(FrontDoor.Yaml, file, $"the folder has a {name}");
            }
        }

        if (Path.Combine(folder, TaskFolder.UsualName) is var below && TaskFolder.Holds(below))
        {
            return Mixed(
                Found(FrontDoor.TaskTree, below, "the folder has neither workflow.yaml nor SPEC.md, and task files below tasks/"), shown);
        }

        if (TaskFolder.Holds(folder))
        {
            return Mixed(Found(
                FrontDoor.TaskTree, folder, "it is a folder of task files: Markdown that begins with front matter and a task_id"), shown);
        }

        if (Phases(folder) is { Length: > 0 } phases)
        {
            return phases is [var only]
                ? Found(FrontDoor.PhaseTask, only, $"the folder has one task of phases, {Path.GetFileName(only)}")
                : new Plans([.. phases.Select(
                    file => new FoundPlan(FrontDoor.PhaseTask, file, "it is one of the tasks of phases in the folder"))], []);
        }

        var others = Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Where(IsYaml)
            .Where(n => n is not ("tasker.yaml" or "tasker.yml")).Order(StringComparer.Ordinal).Take(5).ToArray();
        return Refused(
            FrontDoorCodes.NoPlan, shown, $"The folder '{shown}' has no plan.", "Looked for workflow.yaml, SPEC.md and task files.",
            others.Length > 0 ? $"Name the file: {string.Join(", ", others)}." : "Name a file, or make a workflow with 'tasker init'.");
    }

    /// <summary>Tasks of phases in a folder, and in its folder of tasks where it has none itself.</summary>
    private static string[] Phases(string folder) =>
        PhaseFiles.In(folder) is { Length: > 0 } own ? own : PhaseFiles.In(Path.Combine(folder, TaskFolder.UsualName));

    /// <summary>A tree that also holds tasks of phases is run as a tree; the others are told, and are run by their names.</summary>
    private static Plans Mixed(Plans tree, string shown)
    {
        var phases = PhaseFiles.In(tree.Value![0].Path);
        return phases.Length == 0 ? tree : tree with
        {
            Diagnostics =
            [
                new Diagnostic(
                    FrontDoorCodes.MixedFolder, Severity.Note, new Place(shown),
                    $"The folder also holds {(phases.Length == 1 ? "a task" : $"{phases.Length} tasks")} of phases: "
                        + $"{string.Join(", ", phases.Take(5).Select(Path.GetFileName))}.",
                    "Files with a task_id in their front matter are the tree; these are plans of their own and are left alone.",
                    $"Run one with 'tasker run {Path.GetFileNameWithoutExtension(phases[0])}'."),
            ],
        };
    }

    private static Plans OfFile(string file, string shown)
    {
        var name = Path.GetFileName(file);
        if (name is "tasker.yaml" or "tasker.yml")
        {
            return Refused(
                FrontDoorCodes.NotRecognised, shown, $"'{shown}' holds the settings of a project, not a plan.",
                "Plans are workflow files and SPEC.md files.", "Name the plan, or make one with 'tasker init'.");
        }

        if (IsYaml(name))
        {
            return Found(FrontDoor.Yaml, file, $"its name ends in {Path.GetExtension(name)}");
        }

        if (name.Equals("SPEC.md", StringComparison.OrdinalIgnoreCase))
        {
            return Found(FrontDoor.Steps, file, "it is a SPEC.md");
        }

        var start = Start(file);
        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && HasStepLine(start))
        {
            return Found(FrontDoor.Steps, file, "it is Markdown with step lines");
        }

        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && !TaskFolder.IsTask(start) && PhaseFiles.Holds(file))
        {
            return Found(FrontDoor.PhaseTask, file, "it is Markdown with a section '## Phase'");
        }

        if (TaskFolder.IsTask(start))
        {
            return Refused(
                FrontDoorCodes.NotRecognised, shown, $"'{shown}' is one task of a tree.",
                "What it needs stands in other files of its folder.",
                "Name the folder of tasks; 'tasker orchestrate --phase DIR' does one phase of it.");
        }

        return start.Contains((byte)0)
            ? Refused(FrontDoorCodes.NotRecognised, shown, $"'{shown}' is a binary file.", "Plans are text files.",
                "Name a workflow file (.yaml) or a SPEC.md.")
            : Refused(
                FrontDoorCodes.NotRecognised, shown, $"What kind of plan '{shown}' is, cannot be told.",
                "Recognised are workflow files (.yaml, .yml), Markdown with step lines ('- [ ] **STEP 1**: Title'), and Markdown with "
                    + "phases ('## Phase: Name').",
                name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
                    ? "Add step lines or phases."
                    : "Give it the name that its format has.");
    }

    private static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static byte[] Start(string file)
    {
        if (RegularFile.IsEmpty(file))
        {
            return [];
        }

        using var handle = File.OpenHandle(file);
        var bytes = new byte[MostRead];
        return bytes[..RandomAccess.Read(handle, bytes, 0)];
    }

    private static bool HasStepLine(byte[] start) => start.AsSpan().IndexOf("**STEP "u8) >= 0;

    private static string Near(string path, string shown)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return "Check the path.";
        }

        var known = Directory.EnumerateFileSystemEntries(folder).Take(1000).Select(Path.GetFileName).OfType<string>();
        return Suggestions.DidYouMean(Path.GetFileName(shown.TrimEnd('/')), known, "Check the path.");
    }

    private static Plans Found(FrontDoor door, string file, string why) => new([new FoundPlan(door, file, why)], []);

    private static Plans Refused(string code, string shown, string what, string why, string fix) =>
        new(null, [new Diagnostic(code, Severity.Error, new Place(shown), what, why, fix)]);
}
