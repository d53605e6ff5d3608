using Tasker.Core.Workflows;
using Tasker.Formats.Yaml;

namespace Tasker.Cli.Projects;

/// <summary>Limits how many steps of a workflow run at the same time.</summary>
internal static class MostAtOnce
{
    private const string Pool = YamlWorkflowReader.RunPool;

    /// <summary>The workflow with another limit: every command, agent and registered step that is not in the background takes one of its places.</summary>
    public static Workflow Apply(Workflow workflow, int most) => workflow with
    {
        Pools = [new PoolSpec(Pool, most), .. workflow.Pools.Where(p => p.Name != Pool)],
        Root = (GroupSpec)Apply(workflow.Root),
    };

    private static NodeSpec Apply(NodeSpec node) => node switch
    {
        GroupSpec group => group with { Members = [.. group.Members.Select(Apply)] },
        StepSpec { Background: null, Action: StepAction.Run or StepAction.Agent or StepAction.Custom } step when !step.Pools.Contains(Pool) =>
            step with { Pools = [Pool, .. step.Pools] },
        _ => node,
    };
}
