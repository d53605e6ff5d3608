using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>What Core would say of the workflow of a tree, without that workflow ever being there as a whole.</summary>
/// <remarks>
/// Some tasks at a time become a small workflow, are checked and forgotten, so that a tree takes the memory of its front matter alone. What
/// such parts cannot show, needs between them, the reader of the tree has seen: every need is there, and none closes a circle.
/// </remarks>
public static class TreeChecks
{
    private const int TasksAtOnce = 512;

    /// <summary>Checks a tree.</summary>
    /// <inheritdoc cref="TreeTranslator.Translate(TreeDocument, string, TreeSettings, MachineSize, string?)"/>
    /// <returns>What was found.</returns>
    public static ImmutableArray<Diagnostic> Check(TreeDocument tree, string name, TreeSettings settings, MachineSize machine)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var names = new TreeNames();
        names.Add(tree.Tasks.Select(task => task.Id));
        var found = new ConcurrentBag<Diagnostic>();
        Parallel.ForEach(
            Partitioner.Create(0, tree.Tasks.Length, Math.Max(1, Math.Min(TasksAtOnce, tree.Tasks.Length))),
            some =>
            {
                var part = tree with { Tasks = [.. tree.Tasks.AsSpan()[some.Item1..some.Item2]] };
                foreach (var finding in TreeTranslator.Translate(part.WithoutNeeds(), name, settings, machine, names).Diagnostics)
                {
                    found.Add(finding);
                }
            });
        var bag = new DiagnosticBag();
        bag.AddRange(found.Distinct().OrderBy(finding => finding.What, StringComparer.Ordinal));
        return bag.ToImmutable();
    }
}
