using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Rollbacks;

namespace Tasker.Planning.Storing;

/// <summary>
/// Whether a plan lies where it was made for. A copy, a plan that was moved and one that was restored elsewhere still name the directory of before:
/// whoever acted on that would change the files of another project.
/// </summary>
public static class PlanPlace
{
    /// <summary>Field of a state whose plan does not lie in <c>.tasker</c> of its target directory: where it lies.</summary>
    private const string FolderField = "planning_dir";

    /// <summary>What is wrong, and what to do; null when the plan belongs where it lies.</summary>
    public static string? Problem(PlanningFolder folder, PlanState state)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(state);
        var target = state.TargetDir;
        var fix = $"'tasker state set-target {(IsUsual(folder) ? folder.Parent : "<dir>")}' makes it the plan of that directory";
        if (!Path.IsPathFullyQualified(target))
        {
            return $"The plan in '{folder.Root}' names no target directory: '{OneLine.Of(target)}' is no absolute path. {fix}.";
        }

        if (IsSame(folder.Root, state.Text(FolderField) ?? (IsUsual(folder) ? PlanningFolder.OfTarget(target).Root : folder.Root)))
        {
            return null;
        }

        var there = PlanningFolder.OfTarget(target);
        var other = !IsSame(there.Root, folder.Root) && File.Exists(there.State) ? $"; 'tasker -p {there.Root}' means the one over there" : "";
        return $"The plan in '{folder.Root}' belongs elsewhere: it was copied, moved or restored here, and its state still names the target directory "
            + $"'{target}'{(Directory.Exists(target) ? "" : ", which is not there")}. Nothing is done over there from here. {fix}{other}.";
    }

    /// <summary>Refuses to act on the target directory of a plan that belongs elsewhere.</summary>
    /// <exception cref="PlanningException">It does.</exception>
    public static void Check(PlanningFolder folder, PlanState state)
    {
        if (Problem(folder, state) is { } problem)
        {
            throw new PlanningException(PlanningCodes.Moved, problem);
        }
    }

    /// <summary>Makes a plan that of a directory.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="state">Its state; it is changed.</param>
    /// <param name="target">The directory; absolute.</param>
    /// <param name="now">The time.</param>
    /// <returns>The target directory before.</returns>
    /// <exception cref="PlanningException">The directory is not there, or tasks run in the one before; nothing was changed.</exception>
    public static string Set(PlanningFolder folder, PlanState state, string target, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckTarget(target);
        if (Problem(folder, state) is null && state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).ToArray() is { Length: > 0 } running)
        {
            throw new PlanningException(
                PlanningCodes.BadStatus,
                $"The target directory cannot be changed: tasks run in '{state.TargetDir}': {string.Join(", ", running)}. Wait for their end, or set them back with 'tasker state task retry'.");
        }

        var before = state.TargetDir;
        Keep(folder, state, target);
        state.AddEvent(now, "target_set", details: new JsonObject { ["from"] = before, ["to"] = target });
        return before;
    }

    /// <summary>Writes down where a plan belongs.</summary>
    internal static void Keep(PlanningFolder folder, PlanState state, string target)
    {
        state.Set("target_dir", JsonValue.Create(target));
        state.Set(FolderField, IsSame(folder.Root, PlanningFolder.OfTarget(target).Root) ? null : JsonValue.Create(folder.Root));
    }

    /// <summary>Refuses a target directory that is not there: a word that was mistyped would begin a plan for nothing.</summary>
    /// <exception cref="PlanningException">It is not there.</exception>
    internal static void CheckTarget(string target)
    {
        if (!Directory.Exists(target))
        {
            throw new PlanningException(
                PlanningCodes.NotFound,
                File.Exists(target) ? $"The target directory '{target}' is a file. Name the directory that the plan is carried out in."
                    : $"There is no target directory '{target}'. A plan is carried out in one that is there: make it with 'mkdir -p', or name another one.");
        }
    }

    private static bool IsUsual(PlanningFolder folder) => Path.GetFileName(folder.Root) == PlanningFolder.Name;

    private static bool IsSame(string one, string other) => one == other
        || string.Equals(new TargetFiles(one).Root, new TargetFiles(other).Root, OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
