using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Settings;

/// <summary>What <c>tasker.yaml</c> says about trees of task files.</summary>
internal static class TreeReader
{
    private const int MostTasks = 10_000;
    private const long LeastMemory = 1 << 20;

    /// <summary>Reads the map under <c>tree:</c>.</summary>
    public static TreeSettings Read(YamlFields tree, ImmutableSortedDictionary<string, AgentSettings> agents)
    {
        var usual = TreeSettings.Default;
        return new TreeSettings
        {
            Command = Command(tree) ?? usual.Command,
            Agent = Agent(tree, agents),
            MaxAgents = tree.Integer("max-agents", 1, MostTasks) ?? usual.MaxAgents,
            Workspace = Workspace(tree) ?? usual.Workspace,
            PassEnv = EnvReader.PassEnv(tree) ?? [],
            CpuPerTask = IsNone(tree, "cpu-per-task") ? null : tree.Integer("cpu-per-task", 1, 1024) ?? usual.CpuPerTask,
            MemoryPerTask = IsNone(tree, "memory-per-task") ? null : Memory(tree) ?? usual.MemoryPerTask,
            EnforcesMemory = tree.Truth("enforce-memory") ?? usual.EnforcesMemory,
            Phases = Phases(tree, usual.Phases),
        };
    }

    private static ImmutableArray<string>? Command(YamlFields tree)
    {
        if (!tree.Has("command"))
        {
            return null;
        }

        var command = tree.Texts("command");
        if (command.Length > 0 && command[0].Trim().Length > 0 && command.Skip(1).Any(a => a.Contains("{file}", StringComparison.Ordinal)))
        {
            return command;
        }

        tree.Bag.Error(
            SettingsCodes.BadPlaceholder, tree.PlaceOf("command"), "'command' does not say where the task file stands.",
            "It is a program and its arguments; no shell reads it.", "Write such as [agent, run, \"{file}\"].");
        return null;
    }

    private static string? Agent(YamlFields tree, ImmutableSortedDictionary<string, AgentSettings> agents)
    {
        if (tree.Filled("agent") is not { } name || agents.ContainsKey(name))
        {
            return tree.Text("agent");
        }

        tree.Bag.Error(
            SettingsCodes.UnknownAgent, tree.PlaceOf("agent"), $"There is no agent '{Excerpt.Of(name)}'.", "",
            Suggestions.DidYouMean(name, agents.Keys, "Declare it under 'agents'."));
        return null;
    }

    private static string? Workspace(YamlFields tree)
    {
        if (tree.Filled("workspace") is not { } name || Names.Check(name, "the folder of results", tree.PlaceOf("workspace"), tree.Bag))
        {
            return tree.Text("workspace");
        }

        return null;
    }

    private static bool IsNone(YamlFields tree, string key) => tree.Node(key) is YamlNode.Scalar { Text: "none" };

    private static long? Memory(YamlFields tree)
    {
        if (tree.Filled("memory-per-task") is not { } text)
        {
            return null;
        }

        if (SizeText.Read(text) is >= LeastMemory and var size)
        {
            return size;
        }

        tree.Bag.Error(
            SettingsCodes.BadSize, tree.PlaceOf("memory-per-task"), $"'memory-per-task' is '{Excerpt.Of(text)}'.", "It is 1 MiB or more.",
            "Write a number and a unit, such as '8 GB'.");
        return null;
    }

    private static ImmutableSortedDictionary<string, TreePhaseSettings> Phases(
        YamlFields tree, ImmutableSortedDictionary<string, TreePhaseSettings> usual)
    {
        foreach (var entry in tree.Entries("phases"))
        {
            var name = PhaseName.Of(entry.Name);
            if (YamlFields.Open(entry.Value, $"The phase '{Excerpt.Of(entry.Name)}'", SettingsKeys.TreePhase, tree.Bag) is { } phase)
            {
                var before = usual.GetValueOrDefault(name) ?? new TreePhaseSettings(null, null);
                usual = usual.SetItem(name, new TreePhaseSettings(
                    phase.Integer("limit", 1, MostTasks) ?? before.Limit, phase.Duration("timeout") ?? before.TimeLimit));
            }
        }

        return usual;
    }
}
