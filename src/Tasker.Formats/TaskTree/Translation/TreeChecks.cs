using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>What Core would say of the workflow of a tree, without making it: a tree takes the memory of its front matter alone.</summary>
/// <remarks>
/// The reader of a tree holds ids, paths and needs to the rules that Core has for them (laws hold that). What is left to find comes from
/// settings and from the names of the folders that all tasks share, and shows in any task of a phase.
/// </remarks>
public static class TreeChecks
{
    /// <summary>Checks a tree.</summary>
    /// <inheritdoc cref="TreeTranslator.Translate"/>
    /// <returns>What was found.</returns>
    public static ImmutableArray<Diagnostic> Check(TreeDocument tree, string name, TreeSettings settings, MachineSize machine)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var longest = tree.Tasks.MaxBy(task => task.Id.Length);
        var some = tree.Tasks.GroupBy(task => (task.File.Folder, task.File.Phase)).Select(phase => phase.First()).Append(longest!);
        return TreeTranslator.Translate(tree.Only(some.Distinct()), name, settings, machine).Diagnostics;
    }
}
