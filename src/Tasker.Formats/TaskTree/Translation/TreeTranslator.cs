using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>
/// A tree of tasks as a workflow: a group for each folder, an agent step for each task, pools for the limits. It decides nothing about
/// order: that is what needs, pools and priorities are for.
/// </summary>
public static class TreeTranslator
{
    /// <summary>Name of this front door in workflows.</summary>
    public const string FrontDoor = "tree";

    /// <summary>The pool that every task takes a place in.</summary>
    public const string TasksPool = "tasks";

    /// <summary>The pool of CPUs that are set aside.</summary>
    public const string CpuPool = "cpu";

    /// <summary>The pool of memory that is set aside.</summary>
    public const string MemoryPool = "memory";

    /// <summary>Translates a tree.</summary>
    /// <param name="tree">The tree; sound.</param>
    /// <param name="name">Name of the workflow.</param>
    /// <param name="settings">Limits, and who does the tasks.</param>
    /// <param name="machine">The machine that it is to run on.</param>
    /// <param name="only">The folder of the only phase that is to be run, now and of what is added; null: all.</param>
    /// <returns>The workflow, with what Core's own checks find.</returns>
    public static ParseResult<Workflow> Translate(
        TreeDocument tree, string name, TreeSettings settings, MachineSize machine, string? only = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(machine);
        var names = new TreeNames();
        names.Add(tree.Tasks.Select(task => task.Id));
        var labels = TaskSteps.Labels((TreeLabels.Workspace, tree.Place.Workspace));
        var workflow = new Workflow
        {
            Name = name,
            FrontDoor = FrontDoor,
            Source = tree.Place.Tasks,
            Pools = Pools(settings, machine),
            Root = new GroupSpec
            {
                Id = "",
                Members = new TaskSteps(tree.Place, settings, names).Members("", tree.Tasks),
                Where = new Place(tree.Place.Tasks),
            },
            Labels = only is null ? labels : labels.SetItem(TreeLabels.Only, only),
        };
        return new ParseResult<Workflow>(workflow, WorkflowChecks.Check(workflow));
    }

    /// <summary>Also those of phases that have no task yet: some are added while the run goes on.</summary>
    private static ImmutableArray<PoolSpec> Pools(TreeSettings settings, MachineSize machine)
    {
        var pools = ImmutableArray.CreateBuilder<PoolSpec>();
        pools.Add(new PoolSpec(TasksPool, settings.MaxAgents));
        if (settings.CpuPerTask is { } cpus)
        {
            pools.Add(new PoolSpec(CpuPool, machine.TasksByCpu(cpus)));
        }

        if (settings.MemoryPerTask is { } memory)
        {
            pools.Add(new PoolSpec(MemoryPool, machine.TasksByMemory(memory)));
        }

        foreach (var (phase, limits) in settings.Phases)
        {
            if (limits.Limit is { } limit)
            {
                pools.Add(new PoolSpec(TaskSteps.PhasePool(phase), limit));
            }
        }

        return pools.ToImmutable();
    }
}
