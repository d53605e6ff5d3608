using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.TaskTree.Progress;
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

    /// <summary>Where the parts of the tree of a run lie.</summary>
    public static TreePlace PlaceOf(Workflow workflow) => new(workflow.Source, Path.GetFileName(workflow.Labels[TreeLabels.Workspace]));

    /// <summary>A whole tree and its workflow.</summary>
    public static ParseResult<Plan> Read(Session session, Project project, ProjectSettings settings, FoundPlan plan)
    {
        var read = TaskTreeReader.Read(project.Root, PlaceOf(project, settings, plan.Path));
        if (!read.IsUsable)
        {
            return new ParseResult<Plan>(null, PlanReader.Shown(session, project, read.Diagnostics));
        }

        var workflow = Translate(project, settings, read.Value);
        return new ParseResult<Plan>(
            workflow.Value is { } made ? new Plan(plan, project, settings, made) { Tree = read.Value } : null,
            PlanReader.Shown(session, project, [.. read.Diagnostics, .. workflow.Diagnostics]));
    }

    /// <summary>A tree none of whose files was read.</summary>
    public static Plan? Empty(Project project, ProjectSettings settings, FoundPlan plan)
    {
        var tree = new TreeDocument(PlaceOf(project, settings, plan.Path), []);
        return Translate(project, settings, tree).Value is { } workflow ? new Plan(plan, project, settings, workflow) { Tree = tree } : null;
    }

    /// <summary>Checks a whole tree as <see cref="Read"/> does, without making its workflow.</summary>
    public static ParseResult<CheckedPlan> Check(Session session, Project project, ProjectSettings settings, FoundPlan plan)
    {
        var read = TaskTreeReader.Read(project.Root, PlaceOf(project, settings, plan.Path));
        if (!read.IsUsable)
        {
            return new ParseResult<CheckedPlan>(null, PlanReader.Shown(session, project, read.Diagnostics));
        }

        var name = NameOf(project, read.Value);
        var found = TreeChecks.Check(read.Value, name, settings.Tree, Machine);
        return new ParseResult<CheckedPlan>(
            new CheckedPlan(plan, TreeTranslator.FrontDoor, name, read.Value.Tasks.Length),
            PlanReader.Shown(session, project, [.. read.Diagnostics, .. found]));
    }

    /// <summary>The workflow of what is not completed, by the status files; of one phase only where one is named.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="plan">A tree.</param>
    /// <param name="phase">The only phase; null: all.</param>
    public static ParseResult<TreeLeft> Left(Session session, Plan plan, string? phase)
    {
        var (project, settings, tree) = (plan.Project, plan.Settings, plan.Tree!);
        var found = new DiagnosticBag();
        var status = TreeStatus.Read(project.Root, tree);
        found.AddRange(status.Diagnostics);
        var left = TreeSelection.Of(project.Root, status.Value!, phase, found);
        if (left is null || found.HasErrors)
        {
            return new ParseResult<TreeLeft>(null, PlanReader.Shown(session, project, found.ToImmutable()));
        }

        var workflow = Translate(project, settings, left, phase is null ? null : left.Tasks.FirstOrDefault()?.File.Folder);

        // A tree of which everything is completed is an empty workflow, and no mistake.
        return new ParseResult<TreeLeft>(
            workflow.Value is { } made ? new TreeLeft(left, made) : null,
            PlanReader.Shown(session, project, left.Tasks.IsEmpty ? found.ToImmutable() : [.. found.ToImmutable(), .. workflow.Diagnostics]));
    }

    /// <summary>What a phase lacks to be complete, a line each; none when it is.</summary>
    public static ParseResult<string[]> Gate(Session session, Plan plan, string phase)
    {
        var (project, found) = (plan.Project, new DiagnosticBag());
        var status = TreeStatus.Read(project.Root, plan.Tree!);
        found.AddRange(status.Diagnostics);
        var missing = TreeSelection.Missing(project.Root, status.Value!, phase, found);
        return new ParseResult<string[]>(missing, PlanReader.Shown(session, project, found.ToImmutable()));
    }

    /// <summary>The workflow of a tree that was read.</summary>
    public static ParseResult<Workflow> Translate(Project project, ProjectSettings settings, TreeDocument tree, string? only = null) =>
        TreeTranslator.Translate(tree, NameOf(project, tree), settings.Tree, Machine, only);

    private static string NameOf(Project project, TreeDocument tree) =>
        Path.GetFileName(Path.Combine(project.Root, tree.Place.Home).TrimEnd('/')) is { Length: > 0 } home ? home : tree.Place.Tasks;

    /// <summary>The machine that we are on, as far as we may use it.</summary>
    public static MachineSize Machine => new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}

/// <summary>What of a tree is not completed.</summary>
/// <param name="Tree">The tasks.</param>
/// <param name="Workflow">The workflow that does them.</param>
internal sealed record TreeLeft(TreeDocument Tree, Workflow Workflow);
