using System.Collections.Immutable;
using System.Text.Json;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>Tasks as steps.</summary>
/// <param name="place">Where the parts of the tree lie.</param>
/// <param name="settings">Limits, and who does the tasks.</param>
/// <param name="names">The nodes of tasks and folders; of everything that a task needs.</param>
/// <param name="known">The pools that there are; null: all that the settings ask for. A run keeps those that it began with.</param>
internal sealed class TaskSteps(TreePlace place, TreeSettings settings, TreeNames names, IReadOnlySet<string>? known = null)
{
    private readonly Dictionary<string, ImmutableArray<string>> _pools = new(StringComparer.Ordinal);

    /// <summary>Tasks below a folder as its members: a group for each folder in it.</summary>
    /// <param name="folder">The folder; empty for that of all tasks.</param>
    /// <param name="tasks">The tasks below it, in order.</param>
    public ImmutableArray<NodeSpec> Members(string folder, IReadOnlyList<TreeTask> tasks)
    {
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        var start = folder.Length == 0 ? 0 : folder.Length + 1;
        foreach (var group in tasks.GroupBy(task => task.Id.IndexOf('/', start) is >= 0 and var slash ? task.Id[..slash] : ""))
        {
            if (group.Key.Length == 0)
            {
                members.AddRange(group.Select(Step));
                continue;
            }

            members.Add(new GroupSpec
            {
                Id = names.Groups[group.Key],
                Members = Members(group.Key, [.. group]),
                Labels = Labels((TreeLabels.Folder, group.Key)),
                Where = new Place($"{place.Tasks}/{group.Key}"),
            });
        }

        return members.ToImmutable();
    }

    /// <summary>The step that does a task.</summary>
    public StepSpec Step(TreeTask task)
    {
        var (file, path, outputs) = (task.File, task.File.Path, task.Outputs);
        return new StepSpec
        {
            Id = names.Nodes[task.Id],
            Title = file.Title,
            Action = Action(task, path, outputs),
            Needs = [.. task.Needs.Select(need => new Need(names.Nodes.GetValueOrDefault(need) ?? names.Groups[need]))],
            Pools = PoolsOf(file),
            TimeLimit = settings.Phases.GetValueOrDefault(file.Phase)?.TimeLimit,
            Priority = (int)file.Urgency,
            Outputs = [.. outputs.Select(output => new OutputSpec(output.Path, OutputKind.File, output.Path))],
            Labels = Labels((TreeLabels.Task, task.Id), (TreeLabels.Folder, file.Folder)),
            Where = new Place(path, 1, 1),
        };
    }

    private StepAction.Agent Action(TreeTask task, string path, ImmutableArray<TreeOutput> outputs)
    {
        var env = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        env[TreeLabels.TaskVariable] = task.Id;
        env[TreeLabels.FileVariable] = path;
        env[TreeLabels.OutputsVariable] = place.OutputsOf(task.Id);
        if (task.Inputs is { IsEmpty: false } inputs)
        {
            string[][] places = [.. inputs.Select(input => input.Paths.ToArray())];
            env[TreeLabels.InputsVariable] = JsonSerializer.Serialize(places, TreeJson.Default.StringArrayArray);
        }

        if (outputs.Any(output => output.IsModified))
        {
            string[] changes = [.. outputs.Where(output => output.IsModified).Select(output => output.Path)];
            env[TreeLabels.ChangesVariable] = JsonSerializer.Serialize(changes, TreeJson.Default.StringArray);
        }

        return settings.Agent is { } agent
            ? new StepAction.Agent(
                agent,
                $"Do the task that the file {path} describes. Read all of it first. Write its outputs to {place.OutputsOf(task.Id)}/ "
                + "unless it names another path. When an input is missing, stop with an error and say which.",
                [], null, env.ToImmutable())
            : new StepAction.Agent(TreeSettings.OwnAgent, path, [], null, env.ToImmutable());
    }

    private ImmutableArray<string> PoolsOf(TaskFile task)
    {
        if (_pools.TryGetValue(task.Phase, out var pools))
        {
            return pools;
        }

        pools = [TreeTranslator.TasksPool];
        pools = settings.CpuPerTask is null ? pools : pools.Add(TreeTranslator.CpuPool);
        pools = settings.MemoryPerTask is null ? pools : pools.Add(TreeTranslator.MemoryPool);
        pools = settings.Phases.GetValueOrDefault(task.Phase)?.Limit is null ? pools : pools.Add(PhasePool(task.Phase));
        pools = known is null ? pools : [.. pools.Where(known.Contains)];
        _pools.Add(task.Phase, pools);
        return pools;
    }

    /// <summary>The pool of a phase.</summary>
    public static string PhasePool(string phase) => $"phase-{phase}";

    /// <summary>Labels of a node.</summary>
    public static ImmutableSortedDictionary<string, string> Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels)
        {
            all[name] = value;
        }

        return all.ToImmutable();
    }
}
