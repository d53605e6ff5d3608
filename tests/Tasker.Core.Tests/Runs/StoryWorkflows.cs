using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Runs;

/// <summary>Random workflows that use everything the rules know, for the laws. The same seed gives the same workflow.</summary>
internal static class StoryWorkflows
{
    private static readonly string[] Conditions =
    [
        "true", "inputs.go", "not inputs.go", "run.failed", "steps.n0.status == 'succeeded'", "1 / 0 > 2",
    ];

    public static Workflow Create(int seed, int size)
    {
        var random = new Random(seed);
        var pools = Enumerable.Range(0, random.Next(0, 4)).Select(i => new PoolSpec($"p{i}", random.Next(1, 4))).ToImmutableArray();
        var made = new List<(string Id, string Path)>();
        var left = size;
        var root = new GroupSpec { Id = "", Members = Members(random, "", pools, made, ref left, 0) } with
        {
            Order = Pick(random, GroupOrder.Graph, GroupOrder.Graph, GroupOrder.Parallel, GroupOrder.Sequence),
            MaxParallel = random.Next(3) == 0 ? random.Next(1, 4) : null,
            FailFast = random.Next(6) == 0,
            TimeLimit = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(1, 200)) : null,
            Retry = random.Next(10) == 0 ? RetryPolicy.Times(2, TimeSpan.FromSeconds(1)) : RetryPolicy.None,
        };
        return new Workflow { Name = "story", FrontDoor = "test", Pools = pools, Root = root };
    }

    private static ImmutableArray<NodeSpec> Members(
        Random random, string above, ImmutableArray<PoolSpec> pools, List<(string Id, string Path)> made, ref int left, int depth)
    {
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        var count = random.Next(1, 7);
        for (var i = 0; i < count && left > 0; i++)
        {
            left--;
            var id = (above.Length == 0 ? "" : above + "/") + "n" + i;
            var needs = Needs(random, id, made);
            NodeSpec node = depth < 3 && random.Next(4) == 0
                ? Group(random, id, pools, made, ref left, depth)
                : Step(random, id, pools);
            members.Add(node with
            {
                Needs = needs,
                Always = random.Next(8) == 0,
                Priority = random.Next(5) == 0 ? random.Next(-3, 4) : 0,
                Condition = random.Next(6) == 0 ? Conditions[random.Next(Conditions.Length)] : null,
                OnFailure = Pick(random, FailurePolicy.Block, FailurePolicy.Block, FailurePolicy.Block, FailurePolicy.Continue,
                    random.Next(4) == 0 ? FailurePolicy.Stop : FailurePolicy.Block),
                Retry = random.Next(3) == 0 ? RetryPolicy.Times(random.Next(2, 4), TimeSpan.FromSeconds(random.Next(0, 5))) : RetryPolicy.None,
                TimeLimit = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(1, 60)) : null,
                Checkpoint = random.Next(6) == 0 ? "c-" + id : null,
            });
            made.Add((id, id));
        }

        return members.ToImmutable();
    }

    private static GroupSpec Group(
        Random random, string id, ImmutableArray<PoolSpec> pools, List<(string Id, string Path)> made, ref int left, int depth)
    {
        var fan = random.Next(5) == 0;
        var inner = fan ? [] : made;
        return new GroupSpec
        {
            Id = id,
            Order = Pick(random, GroupOrder.Graph, GroupOrder.Parallel, GroupOrder.Sequence),
            MaxParallel = random.Next(2) == 0 ? random.Next(1, 4) : null,
            FailFast = random.Next(3) == 0,
            ForEach = fan ? new ForEachSpec(Pick(random, "inputs.items", "[1, 2, 3]", "[]", "inputs.nothing")) : null,
            Members = Members(random, id, pools, inner, ref left, depth + 1),
        };
    }

    private static StepSpec Step(Random random, string id, ImmutableArray<PoolSpec> pools)
    {
        var background = random.Next(7) == 0;
        return new StepSpec
        {
            Id = id,
            Action = background ? new StepAction.Run(CommandSpec.Shell("serve")) : Pick<StepAction>(random,
                new StepAction.Run(CommandSpec.Shell("work")),
                new StepAction.Run(CommandSpec.Shell("work")),
                new StepAction.Agent("a", "p", [], null, ImmutableSortedDictionary<string, string>.Empty),
                new StepAction.Check(Pick(random, "true", "false", "inputs.go", "steps.nope.x > 1")),
                new StepAction.Wait(TimeSpan.FromSeconds(random.Next(0, 20))),
                new StepAction.Approve("ok?"),
                new StepAction.Custom("noop", Value.Map.Empty)),
            Pools = [.. pools.Where(_ => random.Next(2) == 0).Select(p => p.Name)],
            Background = background
                ? new BackgroundSpec(Pick(random, BackgroundEnd.Wait, BackgroundEnd.Stop), null, random.Next(2) == 0 ? TimeSpan.FromSeconds(5) : null)
                : null,
        };
    }

    private static ImmutableArray<Need> Needs(Random random, string id, List<(string Id, string Path)> made)
    {
        var needs = ImmutableArray.CreateBuilder<Need>();
        for (var i = 0; i < 3 && made.Count > 0; i++)
        {
            var other = made[random.Next(made.Count)].Id;
            if (random.Next(2) == 0 && !id.StartsWith(other + "/", StringComparison.Ordinal) && needs.All(n => n.Node != other))
            {
                needs.Add(new Need(other, Pick(random, NeedKind.Succeeded, NeedKind.Succeeded, NeedKind.Passed, NeedKind.Ended, NeedKind.Started)));
            }
        }

        return needs.ToImmutable();
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
