using System.Collections.Immutable;
using System.Text.Json;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>
/// A tree of tasks as a workflow: a group for each folder, an agent step for each task, pools for the limits. It decides nothing about
/// order: that is what needs, pools and priorities are for.
/// </summary>
public sealed class TreeTranslator
{
    /// <summary>Name of this front door in workflows.</summary>
    public const string FrontDoor = "tree";

    /// <summary>The pool that every task takes a place in.</summary>
    public const string TasksPool = "tasks";

    private readonly TreePlace _place;
    private readonly TreeSettings _settings;
    private readonly MachineSize _machine;
    private readonly NodeIds _ids = new();
    private readonly Dictionary<string, string> _nodeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groupOf = new(StringComparer.Ordinal);

    private TreeTranslator(TreePlace place, TreeSettings settings, MachineSize machine) => (_place, _settings, _machine) = (place, settings, machine);

    /// <summary>Translates a tree.</summary>
    /// <param name="tree">The tree; sound.</param>
    /// <param name="name">Name of the workflow.</param>
    /// <param name="settings">Limits, and who does the tasks.</param>
    /// <param name="machine">The machine that it is to run on.</param>
    /// <returns>The workflow, with what Core's own checks find.</returns>
    public static ParseResult<Workflow> Translate(TreeDocument tree, string name, TreeSettings settings, MachineSize machine)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(machine);
        var workflow = new TreeTranslator(tree.Place, settings, machine).Workflow(tree, name);
        return new ParseResult<Workflow>(workflow, WorkflowChecks.Check(workflow));
    }

    private Workflow Workflow(TreeDocument tree, string name)
    {
        NameNodes(tree);
        var steps = tree.Tasks.ToDictionary(task => _nodeOf[task.Id], Step, StringComparer.Ordinal);
        return new Workflow
        {
            Name = name,
            FrontDoor = FrontDoor,
            Source = _place.Tasks,
            Pools = Pools(tree),
            Root = new GroupSpec { Id = "", Members = Members("", tree.Tasks, 0, steps), Where = new Place(_place.Tasks) },
            Labels = Labels((TreeLabels.Workspace, _place.Workspace)),
        };
    }

    /// <summary>Folders before the tasks in them, so that a group gets the plain name.</summary>
    private void NameNodes(TreeDocument tree)
    {
        _groupOf[""] = "";
        foreach (var task in tree.Tasks)
        {
            for (var slash = task.Id.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = task.Id.IndexOf('/', slash + 1))
            {
                var folder = task.Id[..slash];
                if (!_groupOf.ContainsKey(folder))
                {
                    _groupOf[folder] = _ids.New(_groupOf[Above(folder)], folder[(folder.LastIndexOf('/') + 1)..]);
                }
            }
        }

        foreach (var task in tree.Tasks)
        {
            _nodeOf[task.Id] = _ids.New(_groupOf[Above(task.Id)], task.Id[(task.Id.LastIndexOf('/') + 1)..]);
        }
    }

    private static string Above(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    private ImmutableArray<NodeSpec> Members(string folder, IReadOnlyList<TreeTask> tasks, int depth, Dictionary<string, StepSpec> steps)
    {
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        var start = folder.Length == 0 ? 0 : folder.Length + 1;
        foreach (var group in tasks.GroupBy(task => task.Id.IndexOf('/', start) is >= 0 and var slash ? task.Id[..slash] : ""))
        {
            if (group.Key.Length == 0)
            {
                members.AddRange(group.Select(task => steps[_nodeOf[task.Id]]));
                continue;
            }

            members.Add(new GroupSpec
            {
                Id = _groupOf[group.Key],
                Members = Members(group.Key, [.. group], depth + 1, steps),
                Labels = Labels((TreeLabels.Folder, group.Key)),
                Where = new Place($"{_place.Tasks}/{group.Key}"),
            });
        }

        return members.ToImmutable();
    }

    private StepSpec Step(TreeTask task)
    {
        var file = task.File;
        return new StepSpec
        {
            Id = _nodeOf[task.Id],
            Title = file.Title,
            Action = Action(task),
            Needs = [.. task.Needs.Select(need => new Need(_nodeOf.GetValueOrDefault(need) ?? _groupOf[need]))],
            Pools = PoolsOf(file),
            TimeLimit = _settings.Phases.GetValueOrDefault(file.Phase)?.TimeLimit,
            Priority = (int)file.Urgency,
            Outputs = [.. task.Outputs.Select(output => new OutputSpec(output.Path, OutputKind.File, output.Path))],
            Labels = Labels((TreeLabels.Task, task.Id), (TreeLabels.Folder, file.Folder)),
            Where = file.Where,
        };
    }

    private StepAction.Agent Action(TreeTask task)
    {
        var env = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        env[TreeLabels.TaskVariable] = task.Id;
        env[TreeLabels.FileVariable] = task.File.Path;
        env[TreeLabels.OutputsVariable] = _place.OutputsOf(task.Id);
        if (!task.Inputs.IsEmpty)
        {
            env[TreeLabels.InputsVariable] = JsonSerializer.Serialize([.. task.Inputs.Select(input => input.Paths.ToArray())], TreeJson.Default.StringArrayArray);
        }

        if (task.Outputs.Any(o => o.IsModified))
        {
            env[TreeLabels.ChangesVariable] = JsonSerializer.Serialize([.. task.Outputs.Where(o => o.IsModified).Select(o => o.Path)], TreeJson.Default.StringArray);
        }

        return _settings.Agent is { } agent
            ? new StepAction.Agent(
                agent,
                $"Do the task that the file {task.File.Path} describes. Read all of it first. Write its outputs to {_place.OutputsOf(task.Id)}/ unless it names another path. "
                + "When an input is missing, stop with an error and say which.",
                [], null, env.ToImmutable())
            : new StepAction.Agent(TreeSettings.OwnAgent, task.File.Path, [], null, env.ToImmutable());
    }

    private ImmutableArray<PoolSpec> Pools(TreeDocument tree)
    {
        var pools = ImmutableArray.CreateBuilder<PoolSpec>();
        pools.Add(new PoolSpec(TasksPool, _settings.MaxAgents));
        if (_settings.CpuPerTask is { } cpus)
        {
            pools.Add(new PoolSpec("cpu", Math.Max(1, _machine.Cpus / cpus)));
        }

        if (_settings.MemoryPerTask is { } memory)
        {
            pools.Add(new PoolSpec("memory", (int)Math.Clamp(_machine.Memory / memory, 1, 1_000_000)));
        }

        foreach (var phase in tree.Tasks.Select(task => task.File.Phase).Distinct().Order(StringComparer.Ordinal))
        {
            if (_settings.Phases.GetValueOrDefault(phase)?.Limit is { } limit)
            {
                pools.Add(new PoolSpec(PhasePool(phase), limit));
            }
        }

        return pools.ToImmutable();
    }

    private ImmutableArray<string> PoolsOf(TaskFile task)
    {
        var pools = ImmutableArray.Create(TasksPool);
        pools = _settings.CpuPerTask is null ? pools : pools.Add("cpu");
        pools = _settings.MemoryPerTask is null ? pools : pools.Add("memory");
        return _settings.Phases.GetValueOrDefault(task.Phase)?.Limit is null ? pools : pools.Add(PhasePool(task.Phase));
    }

    private static string PhasePool(string phase) => $"phase-{phase}";

    private static ImmutableSortedDictionary<string, string> Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels)
        {
            all[name] = value;
        }

        return all.ToImmutable();
    }
}
