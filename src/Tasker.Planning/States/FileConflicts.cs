using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>Tasks that write one file must not be under way together.</summary>
public static class FileConflicts
{
    /// <summary>The tasks without those that write a file of one before them. Tasks whose files are not known conflict with none.</summary>
    public static IReadOnlyList<PlanTask> Without(IReadOnlyList<PlanTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<PlanTask>();
        foreach (var task in tasks)
        {
            var files = Of(task);
            if (!files.Any(taken.Contains))
            {
                kept.Add(task);
                taken.UnionWith(files);
            }
        }

        return kept;
    }

    /// <summary>The files that a task declares, as its file names them.</summary>
    public static List<string> Of(PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Texts("declared_files");
    }
}
