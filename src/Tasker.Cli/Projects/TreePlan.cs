using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Cli.Projects;

/// <summary>Reads a folder of task files.</summary>
internal static class TreePlan
{
    /// <summary>Where the parts of a tree lie.</summary>
    /// <param name="folder">The folder of tasks; absolute.</param>
    public static TreePlace PlaceOf(Project project, ProjectSettings settings, string folder) =>
        new(Path.GetRelativePath(project.Root, folder).Replace('\\', '/'), settings.Tree.Workspace);

    /// <summary>The workflow of a whole tree.</summary>
    public static ParseResult<Workflow> Read(Session session, Project project, ProjectSettings settings, string folder)
    {
        var read = TaskTreeReader.Read(project.Root, PlaceOf(project, settings, folder));
        if (!read.IsUsable)
        {
            return new ParseResult<Workflow>(null, PlanReader.Shown(session, project, read.Diagnostics));
        }

        var workflow = Translate(project, settings, read.Value);
        return workflow with { Diagnostics = PlanReader.Shown(session, project, [.. read.Diagnostics, .. workflow.Diagnostics]) };
    }

    /// <summary>The workflow of a tree that was read.</summary>
    public static ParseResult<Workflow> Translate(Project project, ProjectSettings settings, TreeDocument tree)
    {
        var home = Path.GetFileName(Path.Combine(project.Root, tree.Place.Home).TrimEnd('/'));
        return TreeTranslator.Translate(tree, home.Length > 0 ? home : tree.Place.Tasks, settings.Tree, Machine);
    }

    private static MachineSize Machine => new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
