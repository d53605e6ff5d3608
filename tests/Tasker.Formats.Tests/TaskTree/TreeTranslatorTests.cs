using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Tests.Steps;
using Tasker.Testing;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>Trees as workflows.</summary>
public sealed class TreeTranslatorTests
{
    private static readonly FakeTree Garden = new FakeTree()
        .With("garden/gate.txt")
        .Task("01-analysis/01-measure", "outputs: [plan.json, photos/]\n")
        .Task("01-analysis/02-soil", "priority: critical\ninputs: [missing.csv]\n")
        .Task("02-planning/deep/01-draw",
            "dependencies: [01-analysis/01-measure]\ninputs: [workspace/outputs/01-analysis/01-measure/plan.json]\noutputs: [beds.svg]\n")
        .Task("03-implementation/01 gate & wall", "dependencies: [02-planning]\noutputs:\n  - garden/gate.txt (modified)\n")
        .Task("loose", "phase: 04-validation\n");

    [Fact]
    public void Folders_become_groups_and_limits_become_pools() => Snapshot.Match(Outline(TreeSettings.Default));

    [Fact]
    public void Settings_choose_the_agent_the_limits_and_what_a_task_takes_of_the_machine() =>
        Snapshot.Match(Outline(TreeSettings.Default with
        {
            Agent = "claude",
            MaxAgents = 3,
            CpuPerTask = 4,
            MemoryPerTask = 8L << 30,
            Phases = TreeSettings.Default.Phases.SetItem("planning", new TreePhaseSettings(1, null)),
        }));

    [Fact]
    public void Machine_smaller_than_one_task_still_runs_one_at_a_time()
    {
        var workflow = Translate(TreeSettings.Default with { CpuPerTask = 64, MemoryPerTask = 1L << 50 });

        Assert.Equal(1, workflow.Pools.Single(p => p.Name == "cpu").Limit);
        Assert.Equal(1, workflow.Pools.Single(p => p.Name == "memory").Limit);
    }

    private static Workflow Translate(TreeSettings settings)
    {
        var read = TaskTreeReader.Read(new TreePlace("tasks"), Garden);
        var workflow = TreeTranslator.Translate(read.Value!, "garden", settings, new MachineSize(8, 16L << 30));
        Assert.True(workflow.IsUsable, string.Join('\n', workflow.Diagnostics));
        return workflow.Value;
    }

    private static string Outline(TreeSettings settings)
    {
        var workflow = Translate(settings);
        var pools = string.Join(", ", workflow.Pools.Select(p => $"{p.Name} {p.Limit}"));
        var text = $"at once: {pools}\n{WorkflowOutline.Of(workflow, prompts: true)}\nplaces:\n";
        return text + string.Concat(Steps(workflow.Root).Select(s => $"{s.Id}: {string.Join(", ", s.Pools)}; priority {s.Priority}\n"));
    }

    private static IEnumerable<StepSpec> Steps(GroupSpec group) =>
        group.Members.SelectMany(m => m is GroupSpec inner ? Steps(inner) : [(StepSpec)m]);
}
