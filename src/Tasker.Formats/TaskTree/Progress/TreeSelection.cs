using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Status;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Progress;

/// <summary>What of a tree is still to be done, and whether a phase is complete.</summary>
public static class TreeSelection
{
    /// <summary>The tasks that are not completed; of one phase where one is named. Null when that cannot be, which is told.</summary>
    /// <param name="root">The project root; absolute.</param>
    /// <param name="status">The tree and how far it is.</param>
    /// <param name="phase">The folder of a phase, or its name without number; null: all.</param>
    /// <param name="bag">Gets the findings.</param>
    public static TreeDocument? Of(string root, TreeStatus status, string? phase, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(bag);
        var (files, tree) = (new TreeFiles(root), status.Tree);
        var folder = phase is null ? null : Folder(tree, phase, bag);
        if (phase is not null && folder is null)
        {
            return null;
        }

        var gone = tree.Tasks.Where(task => status.Of(task.Id) is TaskProgress.Completed).Select(task => task.Id)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var task in tree.Tasks.Where(task => gone.Contains(task.Id)))
        {
            foreach (var output in task.Outputs.Where(output => !files.Exists(output.Path)))
            {
                bag.Warning(
                    TreeCodes.CompletedWithoutOutput, new Place(tree.Place.StatusOf(task.Id)),
                    $"'{Excerpt.Of(task.Id)}' is completed, but '{Excerpt.Of(output.Path)}' is not there.",
                    "The status is honoured.", "Delete the status file to have the task run again.");
            }
        }

        if (folder is not null)
        {
            // What of the others is open, by its id and by its folder, the first one of each.
            var others = tree.Tasks.Where(task => task.File.Folder != folder && !gone.Contains(task.Id)).ToList();
            var byNeed = others.SelectMany(task => new[] { (Need: task.Id, Task: task), (Need: task.File.Folder, Task: task) })
                .GroupBy(x => x.Need, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First().Task, StringComparer.Ordinal);
            var chosen = tree.Tasks.Where(task => task.File.Folder == folder && !gone.Contains(task.Id));
            foreach (var (task, need) in chosen.SelectMany(task => task.Needs.Select(need => (task, need))))
            {
                if (byNeed.TryGetValue(need, out var open))
                {
                    bag.Error(
                        TreeCodes.NeededFirst, task.File.Where,
                        $"'{Excerpt.Of(task.Id)}' needs '{Excerpt.Of(open.Id)}', which is not completed.",
                        $"Only the phase '{Excerpt.Of(folder)}' was asked for.", "Run that task first, or the whole tree.");
                }
            }

            gone.UnionWith(tree.Tasks.Where(task => task.File.Folder != folder).Select(task => task.Id));
        }

        return tree.Without(gone);
    }

    /// <summary>
    /// What a phase lacks to be complete: tasks that are not completed, outputs that are not there. Null for an unknown phase, which is
    /// told.
    /// </summary>
    public static string[]? Missing(string root, TreeStatus status, string phase, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(bag);
        var files = new TreeFiles(root);
        return Folder(status.Tree, phase, bag) is not { } folder ? null :
        [
            .. status.Tree.Tasks.Where(task => task.File.Folder == folder).SelectMany(task =>
                status.Of(task.Id) is var progress and not TaskProgress.Completed
                    ? new[] { $"{task.Id}: {TaskRecordJson.Word(progress)}" }
                    : task.Outputs.Where(output => !files.Exists(output.Path))
                        .Select(output => $"{task.Id}: '{output.Path}' is not there")),
        ];
    }

    private static string? Folder(TreeDocument tree, string phase, DiagnosticBag bag)
    {
        var name = phase.TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        var folder = tree.Phases.FirstOrDefault(f => f == name)
            ?? tree.Phases.FirstOrDefault(f => f.Length > 0 && PhaseName.Of(f) == PhaseName.Of(name));
        if (folder is null)
        {
            bag.Error(
                TreeCodes.UnknownPhase, new Place(tree.Place.Tasks), $"There is no phase '{Excerpt.Of(phase)}'.",
                $"There are {string.Join(", ", tree.Phases.Where(f => f.Length > 0).Select(Excerpt.Of))}.",
                Suggestions.DidYouMean(name, tree.Phases, "Name one of them."));
        }

        return folder;
    }
}
